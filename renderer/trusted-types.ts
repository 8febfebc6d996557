/**
 * The one Trusted Types policy the hosts allow. React and MUI need none; worker scripts (pdf.js, HEIC) do: only addresses of
 * this origin under ./assets pass, everything else stays refused.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown;
}

/** Makes the `default` policy; called once, before anything makes a worker. */
export function startTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy('default', {
    createScriptURL: (address) => {
      const url = new URL(address, document.baseURI);
      const own = new URL('./assets/', document.baseURI);
      if (
        url.origin === location.origin &&
        url.protocol === own.protocol &&
        url.pathname.startsWith(own.pathname)
      ) {
        return address;
      }
      throw new TypeError('SCRIPT_ADDRESS');
    },
  });
}
