/** What an officer holds, in each district by its deadline: a log of many districts read the whole of each to find it. */
export const name = '0042-claims-by-district';

export const statements = /* sql */ `
drop index application_claimed_by_idx;
create index application_claimed_by_idx on application (claimed_by, district_id, deadline_at, id) where claimed_by is not null;
`;
