import { timestamp } from 'drizzle-orm/pg-core';

/** A moment, kept to the millisecond in UTC. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
