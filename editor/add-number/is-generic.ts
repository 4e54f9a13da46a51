/** Whether a preset is of no carrier in particular. */
export const isGeneric = (carrier: string): boolean => carrier.startsWith('generic-');
