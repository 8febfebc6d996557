/** pg-cursor ships no types and no package of types is installed; Kysely takes it as a constructor and nothing else. */
declare module 'pg-cursor' {
  import type { PostgresCursorConstructor } from 'kysely';

  const Cursor: PostgresCursorConstructor;
  export default Cursor;
}
