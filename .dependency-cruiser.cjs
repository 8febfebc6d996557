// The layers of the program, as rules. `npm run check` runs them over scripts/layers.ts's picture of the imports, in
// which a type-only import stands as `require` (layers bind types too; cycles of types alone are harmless).
//
//   domain <- db <- main -> preload/contract <- renderer        (renderer may also import domain)

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const npm = (names) => `(^|/)node_modules/(${names})(/|$)|^(${names})(/|$)`;

module.exports = {
  forbidden: [
    forbid(
      'domain-is-pure',
      'Rules know nothing but rules: no I/O, no library, no other layer.',
      { path: '^domain/' },
      { pathNot: '^domain/' },
    ),
    forbid(
      'db-knows-domain-only',
      'Queries stand below use cases.',
      { path: '^db/' },
      { path: '^(main|preload|renderer|scripts)/' },
    ),
    forbid(
      'main-below-no-screen',
      'The back end does not know the screens, and of preload only the contract.',
      { path: '^main/' },
      { path: '^(renderer|scripts)/|^preload/(?!contract/)' },
    ),
    forbid(
      'contract-stands-alone',
      'The contract is read by every process: schemas and domain words only.',
      { path: '^preload/contract/' },
      { pathNot: `^(preload/contract|domain)/|${npm('zod|@orpc/contract')}` },
    ),
    forbid(
      'preload-is-one-file',
      'A sandboxed preload can require electron and nothing else; of the contract it takes types.',
      { path: '^preload/index\\.ts' },
      { pathNot: `^preload/contract/|${npm('electron')}` },
    ),
    forbid(
      'renderer-speaks-through-contract',
      'Screens reach the back end by the contract alone.',
      { path: '^renderer/' },
      { path: '^(db|main|scripts)/|^preload/(?!contract/)' },
    ),
    forbid(
      'renderer-has-no-node',
      'The window is a sandbox; the build that makes it (vite.config.ts) runs outside.',
      { path: '^renderer/', pathNot: '^renderer/vite\\.config\\.ts' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'electron-in-its-place',
      'All but the Electron host and the preload script must run without it.',
      { pathNot: '^(main/host-electron/|preload/index\\.ts|test/)' },
      { path: npm('electron|electron-updater') },
    ),
    forbid(
      'back-end-knows-no-host',
      'The back end is carried by any host.',
      { path: '^main/(?!host-)' },
      { path: '^main/host-(web|electron|cli|server)/' },
    ),
    forbid(
      'electron-host-alone',
      'The web host is not packaged.',
      { path: '^main/host-electron/' },
      { path: '^main/host-(web|cli|server)/' },
    ),
    forbid(
      'web-host-alone',
      'Tests run the web host where there is no Electron.',
      { path: '^main/host-web/' },
      { path: '^main/host-(electron|cli|server)/' },
    ),
    forbid(
      'demo-is-no-product',
      'The demo world, its keys and its scan factory stay out of the package.',
      { pathNot: '^(main/demo/|main/eds/demo|main/host-cli/|db/demo/|scripts/|test/)' },
      { path: '^(db/demo/|main/eds/demo)' },
    ),
    forbid(
      'tests-are-no-product',
      'Nothing that ships imports a test. Pictures are made by driving the program as the end-to-end suite does.',
      { pathNot: '^(test/|scripts/screens\\.ts)' },
      { path: '^test/' },
    ),
    forbid(
      'no-development-package',
      'What ships imports only what is installed with it.',
      {
        path: '^(domain|db|main|preload|renderer)/',
        pathNot:
          '^(db/demo/|main/demo/|main/eds/demo|main/host-electron/)|^preload/index\\.ts|^renderer/vite\\.config\\.ts',
      },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['require'] },
    ),
    forbid(
      'no-cycles',
      'Two modules that need each other are one.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['require'] } },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
