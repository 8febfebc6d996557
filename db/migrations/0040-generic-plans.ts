/** Two statements of every package were planned anew each time, which cost more than running them: one plan serves. */
export const name = '0040-generic-plans';

export const statements = /* sql */ `
alter function kezek.tell_family(bigint, text, jsonb) set plan_cache_mode = force_generic_plan;
alter function kezek.count_scans(bigint[]) set plan_cache_mode = force_generic_plan;
`;
