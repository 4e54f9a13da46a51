import { defineConfig } from 'drizzle-kit';

// `npx drizzle-kit generate --name <what>` after a change of the tables; the SQL it writes is committed.
export default defineConfig({
  dialect: 'postgresql',
  schema: './runtime/store/*.ts',
  out: './runtime/store/migrations',
});
