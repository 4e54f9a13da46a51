import pg from 'pg';

/** Asks a database for one row; says what went wrong, undefined when nothing did. */
export async function answersPostgres(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    // An AggregateError of several addresses has no message of its own.
    return (error instanceof Error && error.message) || String((error as { code?: string }).code ?? error);
  } finally {
    await client.end().catch(() => {});
  }
}
