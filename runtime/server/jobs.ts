import * as z from 'zod';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';

const Params = z.strictObject({ id: z.uuid() });
const FailedJob = z.strictObject({
  id: z.string(),
  name: z.string(),
  key: z.string().meta({ description: 'What asked for it: `<call>:<seq>:<n>`, or a span of time.' }),
  attempts: z.int(),
  message: z.string(),
  failedAt: z.date(),
});

/** Jobs that no attempt is left for: nothing is lost without anybody seeing it. */
export function jobRoutes(app: App, { store, ports }: ServerContext): void {
  const known = (found: boolean) => {
    if (!found) throw new ApiError(404, 'job-unknown', 'There is no failed job of this id.');
  };

  app.get(
    '/api/jobs/failed',
    {
      config: { access: 'user' },
      schema: {
        summary: 'What should have been done after a call and could not be, the latest first',
        response: { 200: z.strictObject({ jobs: z.array(FailedJob) }) },
      },
    },
    async () => ({ jobs: [...(await ports.jobs.failed())] }),
  );

  app.post(
    '/api/jobs/:id/retry',
    {
      config: { access: 'user' },
      schema: { summary: 'Try a failed job once more, now', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      known(await ports.jobs.retry(request.params.id));
      await writeAudit(store.db, actorOf(request), 'job.retried', request.params.id);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/jobs/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Forget a failed job', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      known(await ports.jobs.remove(request.params.id));
      await writeAudit(store.db, actorOf(request), 'job.removed', request.params.id);
      return reply.code(204).send();
    },
  );
}
