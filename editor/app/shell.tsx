import { AppShell, Burger, Group, Stack, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import {
  CalendarClock,
  Hash,
  KeyRound,
  type LucideIcon,
  PhoneCall,
  Plug,
  Settings,
  Users,
  Voicemail,
  Workflow,
} from 'lucide-react';
import { Suspense } from 'react';
import { Link, NavLink, Outlet, useMatch } from 'react-router';
import { appWords as words } from '../words/app.ts';
import { OfflineBanner } from './offline-banner.tsx';
import classes from './shell.module.css';

interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

const PLACES: readonly Place[] = [
  { to: '/flows', label: words.nav.flows, icon: Workflow },
  { to: '/calls', label: words.nav.calls, icon: PhoneCall },
  { to: '/messages', label: words.nav.messages, icon: Voicemail },
  { to: '/numbers', label: words.nav.numbers, icon: Hash },
  { to: '/people', label: words.nav.people, icon: Users },
  { to: '/hours', label: words.nav.hours, icon: CalendarClock },
  { to: '/connections', label: words.nav.connections, icon: Plug },
  { to: '/secrets', label: words.nav.secrets, icon: KeyRound },
];
const SETTINGS: Place = { to: '/settings', label: words.nav.settings, icon: Settings };

/** The frame around all pages: where to go, and whether the runtime is there. The canvas gets a narrow one. */
export function Shell() {
  const [isOpen, menu] = useDisclosure(false);
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false;
  const isCanvas = useMatch('/flows/:id') !== null;
  const isNarrow = isCanvas && !isPhone;
  return (
    <AppShell
      header={{ height: 48, collapsed: !isPhone }}
      navbar={{ width: isNarrow ? 56 : 208, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      layout="alt"
    >
      <a href="#page" className={classes.skip}>
        {words.skipToContent}
      </a>
      <AppShell.Header hiddenFrom="sm">
        <Group h="100%" px="sm" gap="xs">
          <Burger opened={isOpen} onClick={menu.toggle} size="sm" aria-label={words.openMenu} />
          <Brand />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p={10} className={isNarrow ? classes.narrow : undefined} aria-label={words.nav.label}>
        <Group justify="space-between" mb="sm" wrap="nowrap">
          <Brand isNarrow={isNarrow} />
          <Burger hiddenFrom="sm" opened={isOpen} onClick={menu.toggle} size="sm" aria-label={words.openMenu} />
        </Group>
        <Stack gap={2} flex={1}>
          {PLACES.map((place) => (
            <PlaceLink key={place.to} place={place} isNarrow={isNarrow} onGo={menu.close} />
          ))}
        </Stack>
        <PlaceLink place={SETTINGS} isNarrow={isNarrow} onGo={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main id="page" h="100dvh">
        <OfflineBanner />
        <Suspense>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Brand({ isNarrow = false }: { readonly isNarrow?: boolean }) {
  return (
    <Link to="/flows" className={classes.brand} aria-label={words.product}>
      <img src="/patchcord.svg" width={24} height={24} alt="" />
      {!isNarrow && words.product}
    </Link>
  );
}

function PlaceLink({
  place,
  isNarrow,
  onGo,
}: {
  readonly place: Place;
  readonly isNarrow: boolean;
  readonly onGo: () => void;
}) {
  const Icon = place.icon;
  return (
    <Tooltip label={place.label} position="right" disabled={!isNarrow}>
      <NavLink to={place.to} className={classes.link} onClick={onGo}>
        <Icon size={18} strokeWidth={1.9} aria-hidden />
        <span className={classes.label}>{place.label}</span>
      </NavLink>
    </Tooltip>
  );
}
