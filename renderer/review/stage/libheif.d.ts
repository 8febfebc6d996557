/** The parts of libheif-js 1.23 used here; its own types cover only the generated bindings. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  export interface HeifImage {
    get_width(): number;
    get_height(): number;
    is_primary(): boolean;
    display(target: ImageData, done: (shown: ImageData | null) => void): void;
    free(): void;
  }
  export interface HeifDecoder {
    decode(bytes: Uint8Array): HeifImage[];
  }
  export default function libheif(): { HeifDecoder: new () => HeifDecoder };
}
