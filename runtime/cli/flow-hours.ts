import type { Hours } from '#runtime/flow/hours';
import { hoursInFolder } from '#runtime/hours/hours-file';
import { findApi } from './api-client.ts';
import { isFlowId } from './flow-argument.ts';
import { CliError } from './verb.ts';

/** The opening hours that FLOW can name: those of the running instance for one of its flows, else those of its folder. */
export async function flowHours(flow: string): Promise<readonly Hours[]> {
  const api = isFlowId(flow) ? await findApi() : undefined;
  if (api !== undefined) return (await api.request<{ hours: Hours[] }>('GET', '/api/hours')).hours;
  return hoursInFolder(flow).catch((error: Error) => {
    throw new CliError('hours-invalid', `The opening hours can't be read. ${error.message}`, 'Correct hours.json.');
  });
}
