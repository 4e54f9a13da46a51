import { createBrowserRouter, Navigate } from 'react-router';
import { ErrorPage } from './error-page.tsx';
import { Shell } from './shell.tsx';

/** Each page is a chunk of its own, loaded when it is opened. */
export const makeRouter = () =>
  createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <></>,
      children: [
        { index: true, element: <Navigate to="/flows" replace /> },
        { path: 'flows', lazy: async () => ({ Component: (await import('../flows/flows-page.tsx')).FlowsPage }) },
        { path: 'flows/:id', lazy: async () => ({ Component: (await import('../flow/flow-page.tsx')).FlowPage }) },
        { path: 'calls', lazy: async () => ({ Component: (await import('../calls/calls-page.tsx')).CallsPage }) },
        { path: 'hours', lazy: async () => ({ Component: (await import('../hours/hours-page.tsx')).HoursPage }) },
        {
          path: 'hours/:id',
          lazy: async () => ({ Component: (await import('../hours/one-hours-page.tsx')).OneHoursPage }),
        },
        {
          path: 'numbers',
          lazy: async () => ({ Component: (await import('../numbers/numbers-page.tsx')).NumbersPage }),
        },
        {
          path: 'numbers/new/:step?',
          lazy: async () => ({ Component: (await import('../add-number/add-number-page.tsx')).AddNumberPage }),
        },
        {
          path: 'numbers/:number',
          lazy: async () => ({ Component: (await import('../numbers/number-page.tsx')).NumberPage }),
        },
        {
          path: 'trunks/:id',
          lazy: async () => ({ Component: (await import('../trunks/trunk-page.tsx')).TrunkPage }),
        },
        { path: 'people', lazy: async () => ({ Component: (await import('../people/people-page.tsx')).PeoplePage }) },
        {
          path: 'people/new',
          lazy: async () => ({ Component: (await import('../people/person-page.tsx')).NewPersonPage }),
        },
        {
          path: 'people/:id',
          lazy: async () => ({ Component: (await import('../people/person-page.tsx')).PersonPage }),
        },
        { path: 'export', lazy: async () => ({ Component: (await import('../export/export-page.tsx')).ExportPage }) },
        {
          path: 'secrets',
          lazy: async () => ({ Component: (await import('../secrets/secrets-page.tsx')).SecretsPage }),
        },
        {
          path: 'settings/:one?',
          lazy: async () => ({ Component: (await import('../settings/settings-page.tsx')).SettingsPage }),
        },
        { path: 'calls/:id', lazy: async () => ({ Component: (await import('../calls/call-page.tsx')).CallPage }) },
        {
          path: 'messages',
          lazy: async () => ({ Component: (await import('../messages/messages-page.tsx')).MessagesPage }),
        },
        {
          path: 'connections',
          lazy: async () => ({ Component: (await import('../connections/connections-page.tsx')).ConnectionsPage }),
        },
        {
          path: 'connections/new/:kind',
          lazy: async () => ({ Component: (await import('../connections/new-connection-page.tsx')).NewConnectionPage }),
        },
        {
          path: 'connections/:id',
          lazy: async () => ({ Component: (await import('../connections/one-connection-page.tsx')).OneConnectionPage }),
        },
        { path: '*', element: <ErrorPage /> },
      ],
    },
  ]);
