import { createHash } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Keyring } from '#runtime/secrets/key';
import type { CallWriter } from '#runtime/store/call-writer';
import type { Store } from '#runtime/store/database';
import { tokenHash } from '#runtime/store/token';
import { requireAccess, tooManyRequests } from './access.ts';
import { ApiError, answerError } from './api-error.ts';
import { assetRoutes } from './assets.ts';
import { callLogRoutes } from './call-log.ts';
import { callRoutes } from './calls.ts';
import { carrierRoutes } from './carriers.ts';
import { connectionRoutes } from './connections.ts';
import type { App, ServerContext } from './context.ts';
import { diagnosisRoutes } from './diagnosis.ts';
import { dialRuleRoutes } from './dial-rules.ts';
import { draftRoutes } from './drafts.ts';
import { editorRoutes } from './editor.ts';
import { EventHub } from './event-hub.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './export.ts';
import { extensionRoutes } from './extensions.ts';
import { FLOW_BYTES } from './flow-body.ts';
import { flowFileRoutes } from './flow-files.ts';
import { flowLifeRoutes } from './flow-life.ts';
import { flowRoutes } from './flows.ts';
import { holidayRoutes } from './holidays.ts';
import { hoursRoutes } from './hours.ts';
import { jobRoutes } from './jobs.ts';
import { acceptJson } from './json-body.ts';
import { messageRoutes } from './messages.ts';
import { numberRoutes } from './numbers.ts';
import { OpenSockets } from './open-sockets.ts';
import { outgoingCallRoutes } from './outgoing-calls.ts';
import { STYLE_SOURCE } from './pages.ts';
import { peopleRoutes } from './people.ts';
import { phoneRoutes } from './phone.ts';
import type { ServerPorts } from './ports.ts';
import { revisionRoutes } from './revisions.ts';
import { secretRoutes } from './secrets.ts';
import { signInRoutes } from './sign-in.ts';
import { simulatorRoutes } from './simulator.ts';
import { sipHostRoutes } from './sip-host.ts';
import { sourceAddressRoutes } from './source-addresses.ts';
import { speechRoutes } from './speech.ts';
import { statisticsRoutes } from './statistics.ts';
import { stepRoutes } from './steps.ts';
import { systemRoutes } from './system.ts';
import { templateRoutes } from './templates.ts';
import { tokenRoutes } from './tokens.ts';
import { trunkTestRoutes } from './trunk-tests.ts';
import { trunkRoutes } from './trunks.ts';

export interface ServerOptions {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly calls: CallWriter;
  readonly ports: ServerPorts;
  /** From `writeCliToken`. */
  readonly cliToken: string;
  /** Tells the installations of one machine apart, such as the path of the state folder. */
  readonly installation: string;
  readonly publicUrl?: string;
  readonly log?: FastifyBaseLogger;
  /** Milliseconds since the Unix epoch; the clock of links and sessions. */
  readonly now?: () => number;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

function contextOf(options: ServerOptions): ServerContext {
  const { store, keyring, calls, ports, cliToken, installation, publicUrl, now = Date.now } = options;
  const sockets = new OpenSockets();
  return {
    store,
    keyring,
    calls,
    ports,
    hub: new EventHub(ports.observe, ports.trunks.observe, sockets),
    sockets,
    // Browsers share cookies between all ports of a machine, so each installation has a name of its own.
    cookie: `patchcord-${createHash('sha256').update(installation).digest('hex').slice(0, 8)}`,
    cliTokenHash: tokenHash(cliToken),
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    now,
  };
}

/** What holds for every route: headers, limits, the form of requests and errors, who may come in. */
async function lay(app: App, context: ServerContext): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  acceptJson(app);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", STYLE_SOURCE],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // With `no-referrer`, browsers send `Origin: null` with our own sign-in form.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: context.publicUrl?.protocol === 'https:',
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  // Before the plugin's own hook, which closes without a code.
  app.addHook('preClose', async () => context.sockets.close());
  // The simulator gets whole flows; each route has a limit of its own.
  await app.register(websocket, { options: { maxPayload: FLOW_BYTES + 10_000 } });
  await app.register(rateLimit, {
    // After the sign-in check, so that each credential has a budget of its own.
    hook: 'preHandler',
    max: 1_200,
    timeWindow: 60_000,
    keyGenerator: (request) => request.principal?.credential ?? request.ip,
    errorResponseBuilder: tooManyRequests,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Patchcord', version: '1' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
  });
  requireAccess(app, context);
  app.setNotFoundHandler(() => {
    throw new ApiError(404, 'not-found', 'There is nothing at this address.');
  });
}

/** The whole HTTP API, not listening yet. `add` takes more routes, under the same rules. */
export async function buildServer(options: ServerOptions, add?: (app: App) => void): Promise<App> {
  const context = contextOf(options);
  const app: App = Fastify({
    ...(options.log ? { loggerInstance: options.log } : {}),
    // The address of a sign-in link is a secret, so there is no line a request.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_000_000,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  }).withTypeProvider<ZodTypeProvider>();
  await lay(app, context);
  await signInRoutes(app, context);
  await editorRoutes(app);
  systemRoutes(app, context);
  flowRoutes(app, context);
  templateRoutes(app, context);
  flowLifeRoutes(app, context);
  flowFileRoutes(app, context);
  draftRoutes(app, context);
  revisionRoutes(app, context);
  exportRoutes(app, context);
  extensionRoutes(app, context);
  await assetRoutes(app, context);
  callRoutes(app, context);
  outgoingCallRoutes(app, context);
  diagnosisRoutes(app, context);
  sourceAddressRoutes(app, context);
  callLogRoutes(app, context);
  statisticsRoutes(app, context);
  speechRoutes(app, context);
  stepRoutes(app, context);
  hoursRoutes(app, context);
  holidayRoutes(app, context);
  messageRoutes(app, context);
  secretRoutes(app, context);
  carrierRoutes(app, context);
  connectionRoutes(app, context);
  trunkRoutes(app, context);
  trunkTestRoutes(app, context);
  numberRoutes(app, context);
  sipHostRoutes(app, context);
  dialRuleRoutes(app, context);
  peopleRoutes(app, context);
  jobRoutes(app, context);
  tokenRoutes(app, context);
  eventRoutes(app, context);
  phoneRoutes(app, context);
  simulatorRoutes(app, context);
  add?.(app);
  await app.ready();
  return app;
}

/** Listens on the loopback address, unless another is asked for; port 0 takes a free one. */
export async function startServer(
  options: ServerOptions & {
    readonly port: number;
    readonly host?: string;
    /** Another port will do where this one is taken. */
    readonly isPortWish?: boolean;
  },
): Promise<RunningServer> {
  const app = await buildServer(options);
  const { host = '127.0.0.1', isPortWish = false } = options;
  await app.listen({ port: options.port, host }).catch((error: NodeJS.ErrnoException) => {
    // Of several checkouts that start together each has found the same port free.
    if (error.code !== 'EADDRINUSE' || !isPortWish) throw error;
    return app.listen({ port: 0, host });
  });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { port, url: options.publicUrl ?? `http://127.0.0.1:${port}`, close: () => app.close() };
}
