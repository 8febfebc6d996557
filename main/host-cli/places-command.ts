/** `kezek places`: the regions, education departments and kindergartens of an installation, from one JSON file. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { appendHistory } from '../../db/queries/acts.ts';
import { allPlaces, putDistrict, putKindergarten, putRegion } from '../../db/queries/places.ts';
import { isBin } from '../../domain/bin.ts';
import { type CommonOptions, OfficeRefusal, type Run, runOffice, withCommon } from './command.ts';
import type { CliIo } from './io.ts';

const text = z.string().trim().min(1).max(300);
const code = z.string().regex(/^[a-z0-9-]{2,40}$/);
const bin = z.string().refine(isBin, { error: 'BIN' });
const names = z.strictObject({ kk: text, ru: text, en: text });

/** The file `places import` reads. Codes and BINs name things: importing again changes, never doubles. */
const placesFile = z.strictObject({
  regions: z.array(
    z.strictObject({
      code,
      name: names,
      districts: z.array(
        z.strictObject({
          code,
          bin,
          name: names,
          department: names,
          kindergartens: z.array(
            z.strictObject({
              bin,
              name: text,
              kind: z.enum(['kindergarten', 'nursery', 'mini_centre']),
              ownership: z.enum(['state', 'private']),
              address: text,
            }),
          ),
        }),
      ),
    }),
  ),
});
type PlacesFile = z.infer<typeof placesFile>;

/** Adds `places`. */
export function registerPlacesCommand(program: Command, io: CliIo): void {
  const places = program.command('places').description('Regions, education departments, kindergartens');
  withCommon(places.command('import').argument('<file>', 'JSON file; see the README'))
    .description('Add places, or change those whose code or BIN is known')
    .action((file: string, options: CommonOptions) =>
      runOffice(io, options, (run) => importPlaces(run, file)),
    );
  withCommon(places.command('list'))
    .description('List districts and how many kindergartens each has')
    .action((options: CommonOptions) => runOffice(io, options, listPlaces));
}

async function readPlaces(file: string): Promise<PlacesFile> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new OfficeRefusal('PLACES_FILE', 2, file);
  }
  const read = placesFile.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new OfficeRefusal('PLACES_FILE', 2, `${file} ${issue?.path.join('.') ?? ''}`);
  }
  return read.data;
}

async function importPlaces(run: Run, file: string): Promise<boolean> {
  const { regions } = await readPlaces(file);
  // One transaction: a file is taken whole or not at all.
  const counts = await run.db.write('system', async (tx) => {
    let districts = 0;
    let kindergartens = 0;
    for (const region of regions) {
      const regionId = await putRegion(tx, region);
      for (const district of region.districts) {
        const districtId = await putDistrict(tx, regionId, district);
        districts++;
        for (const kindergarten of district.kindergartens) {
          await putKindergarten(tx, districtId, kindergarten);
          kindergartens++;
        }
      }
    }
    const detail = { regions: regions.length, districts, kindergartens };
    const actor = `cli:${userInfo().username}`;
    await appendHistory(tx, {
      chain: 0,
      at: run.io.now(),
      actor,
      postId: null,
      event: 'places_imported',
      detail,
    });
    return detail;
  });
  run.tell('PLACES_IMPORTED', counts, `${counts.regions} / ${counts.districts} / ${counts.kindergartens}`);
  return true;
}

async function listPlaces(run: Run): Promise<boolean> {
  const rows = await run.db.read('system', allPlaces);
  if (run.json) run.io.out(JSON.stringify(rows));
  else
    for (const row of rows)
      run.io.out(`${row.region}  ${row.district}  ${row.bin}  ${row.name_kk}  ${row.kindergartens}`);
  return true;
}
