import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { listFiles } from './inputs.ts';
import { readImports } from './layers.ts';

/** Packages the built program imports from node_modules, found in the code itself. */

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const BUILTIN = new Set([...builtinModules, 'electron']);

/** Names of the packages that files under `folders` of `dist` import, sorted. */
export function importedPackages(dist: string, folders: readonly string[]): string[] {
  const names = new Set<string>();
  for (const file of listFiles(dist, folders, /^$/).filter((name) => /\.(mjs|js|cjs)$/.test(name))) {
    for (const specifier of readImports(file, readFileSync(join(dist, file), 'utf8')).values) {
      const name = packageName(specifier);
      if (name !== null) names.add(name);
    }
  }
  return [...names].sort();
}

function packageName(specifier: string): string | null {
  if (/^(\.|\/|node:)/.test(specifier)) return null;
  const [first = '', second = ''] = specifier.split('/');
  if (BUILTIN.has(first)) return null;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

export interface PackageClosure {
  /** Names of all packages needed, sorted. */
  readonly names: readonly string[];
  /** Who gets which version of what, as `importer@1.0.0 > package@2.0.0`, sorted: the same wherever files lie. */
  readonly edges: readonly string[];
}

/**
 * The packages with everything they need in turn, as Node would find them under `root`. Optional dependencies are left
 * out: nothing in the package is compiled for one platform. Throws if one is not there.
 */
export function packageClosure(root: string, imported: readonly string[]): PackageClosure {
  const visited = new Set<string>();
  const names = new Set<string>();
  const edges = new Set<string>();
  const visit = (name: string, from: string, importer: string): void => {
    const folder = locate(root, name, from);
    if (folder === null) throw new Error(`${name}, wanted by ${importer}, is not installed`);
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
    const own = `${name}@${manifest.version}`;
    edges.add(`${importer} > ${own}`);
    if (visited.has(folder)) return;
    visited.add(folder);
    names.add(name);
    for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, folder, own);
    for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
      if (!manifest.peerDependenciesMeta?.[peer]?.optional && locate(root, peer, folder))
        visit(peer, folder, own);
    }
  };
  for (const name of imported) visit(name, '', 'kezek');
  return { names: [...names].sort(), edges: [...edges].sort() };
}

/** Node's own search: the nearest node_modules on the way up from `from`. */
function locate(root: string, name: string, from: string): string | null {
  for (
    let place = from;
    ;
    place = place.includes('/node_modules/') ? place.slice(0, place.lastIndexOf('/node_modules/')) : ''
  ) {
    const folder = `${place ? `${place}/` : ''}node_modules/${name}`;
    if (existsSync(join(root, folder, 'package.json'))) return folder;
    if (place === '') return null;
  }
}
