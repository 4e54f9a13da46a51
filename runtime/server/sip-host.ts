import * as z from 'zod';
import { SipHostSettings } from '#asterisk-config/sip-host-settings';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';
import type { SipHostPort } from './ports.ts';

const Info = z.strictObject({
  host: SipHostSettings,
  active: SipHostSettings.meta({ description: 'What Asterisk was started with.' }),
  restartNeeded: z.boolean(),
  waiting: z.boolean().meta({ description: 'Asterisk is restarted as soon as no call is live.' }),
});

/** This machine's part in SIP. A change holds after a restart of Asterisk, which ends its calls. */
export function sipHostRoutes(app: App, { store, ports }: ServerContext): void {
  const port = (): SipHostPort => {
    if (ports.sipHost !== undefined) return ports.sipHost;
    throw new ApiError(409, 'sip-host-elsewhere', 'There is no Asterisk here that Patchcord starts.', {
      fix: 'Set the addresses in the Asterisk that you run yourself.',
    });
  };

  app.get(
    '/api/sip-host',
    {
      config: { access: 'user' },
      schema: { summary: 'Addresses and encryption of this machine’s SIP', response: { 200: Info } },
    },
    async () => port().read(),
  );

  app.put(
    '/api/sip-host',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Change them; active after a restart of Asterisk',
        body: SipHostSettings,
        response: { 200: Info },
      },
    },
    async (request) => {
      await port()
        .write(request.body)
        .catch((error: unknown) => {
          throw refused(error);
        });
      const { bindAddress, publicAddress = null, tls } = request.body;
      const changed = { bindAddress, publicAddress, tls: tls.enabled };
      await writeAudit(store.db, actorOf(request), 'sip-host.changed', 'sip-host', changed);
      return port().read();
    },
  );

  app.post(
    '/api/sip-host/restart',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Restart Asterisk: now, which ends its calls, or as soon as there is none',
        body: z.strictObject({ when: z.enum(['now', 'idle']) }),
        response: { 202: Nothing },
      },
    },
    async (request, reply) => {
      const { when } = request.body;
      await writeAudit(store.db, actorOf(request), 'asterisk.restarted', 'asterisk', { when });
      await port().restart(when);
      return reply.code(202).send();
    },
  );
}
