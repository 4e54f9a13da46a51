import { StepFailed } from '#runtime/flow/call';
import type { FlowTest } from '#runtime/flow/flow-test';
import { stateAt } from '#runtime/flow/hours-state';
import type { SessionPorts } from './ports.ts';

/** Opening hours of a simulated call: those of its script. Of holidays it knows only dates, not countries. */
export const scriptedHours =
  (hours: FlowTest['hours'] = {}): SessionPorts['hours'] =>
  async (id, atMs) => {
    const given = Object.hasOwn(hours, id) ? hours[id] : undefined;
    if (given === undefined)
      throw new StepFailed(
        'hours-unknown',
        `Nothing says what the opening hours '${id}' are. Write it into the script: "hours": { "${id}": "open" }.`,
      );
    return typeof given === 'string' ? { state: given, untilMs: null, holiday: '' } : stateAt(given, atMs);
  };
