/** The instruments the other specs measure with, tried on pages that are wrong on purpose. */
import { axeFaults } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { layoutFaults } from '../support/layout.ts';

const page = (body: string): string =>
  `<!doctype html><html lang="en"><title>t</title><style>body{margin:0;font:14px sans-serif}</style><main>${body}</main>`;

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  [
    'a cut word',
    '<div style="width:40px;overflow:hidden;white-space:nowrap">Жолданған өтініш</div>',
    /^cut by/,
  ],
  [
    'a word cut by its parent',
    '<div style="width:40px;overflow:hidden"><b style="white-space:nowrap">Жолданған өтініш</b></div>',
    /^cut \d+ px across/,
  ],
  [
    'a line cut in height',
    '<div style="height:10px;overflow:hidden"><p style="margin:0">One<br>Two<br>Three</p></div>',
    /px down/,
  ],
  [
    'a word outside the window',
    '<p style="position:absolute;left:1340px;white-space:nowrap">Жолданған өтініш</p>',
    /outside|wide in a window/,
  ],
  [
    'two controls one over the other',
    '<button style="width:90px">One</button><button style="position:absolute;left:60px;top:0">Two</button>',
    /^overlap/,
  ],
  [
    'a placeholder too long',
    '<input aria-label="x" style="width:50px" placeholder="Жолданған өтініш">',
    /^placeholder/,
  ],
];

for (const [what, body, fault] of WRONG) {
  test(`the layout walk finds ${what}`, async ({ desk }) => {
    const window = await desk.open();
    // A page of no origin: the desk's own policy admits no inline styles.
    await window.goto('about:blank');
    await window.setContent(page(body));
    expect((await layoutFaults(window)).join('\n')).toMatch(fault);
  });
}

test('the layout walk is content with what is in order', async ({ desk }) => {
  const window = await desk.open();
  await window.goto('about:blank');
  await window.setContent(
    page(`<h1 style="margin:0">Title</h1><div title="Оразова Сәуле" style="width:40px;overflow:hidden;white-space:nowrap">Оразова Сәуле</div>
      <div style="height:40px;overflow:auto"><p>One<br>Two<br>Three</p></div><button>One</button><button>Two</button>`),
  );
  expect(await layoutFaults(window)).toEqual([]);
});

test('axe finds an image without words and text too pale', async ({ desk }) => {
  const window = await desk.open();
  await window.goto('about:blank');
  await window.setContent(
    page('<h1>Title</h1><img src="data:,"><p style="color:#bbb;background:#fff">pale</p>'),
  );
  const faults = (await axeFaults(window)).join('\n');
  expect(faults).toContain('image-alt');
  expect(faults).toContain('color-contrast');
});
