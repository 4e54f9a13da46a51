import { ScrollArea, Tabs } from '@mantine/core';
import type { ComponentType } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Page } from '../app/page.tsx';
import { DialRulesTab } from '../dial-rules/dial-rules-tab.tsx';
import { SipHostTab } from '../sip-host/sip-host-tab.tsx';
import { settingsWords as words } from '../words/settings.ts';
import { FiguresTab } from './figures-tab.tsx';
import { MachineTab } from './machine-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';
import { YouTab } from './you-tab.tsx';

type Tab = keyof typeof words.tabs;

const TABS: Readonly<Record<Tab, ComponentType>> = {
  you: YouTab,
  people: PeopleTab,
  dialling: DialRulesTab,
  sip: SipHostTab,
  tokens: TokensTab,
  machine: MachineTab,
  figures: FiguresTab,
};

const isTab = (name: string | undefined): name is Tab => name !== undefined && Object.hasOwn(TABS, name);

/** The settings, a tab each; the address names the tab. */
export function SettingsPage() {
  const { one } = useParams();
  const navigate = useNavigate();
  const tab = isTab(one) ? one : 'you';
  const Content = TABS[tab];
  return (
    <Page title={words.title}>
      <Tabs value={tab} onChange={(next) => navigate(next === 'you' ? '/settings' : `/settings/${next}`)}>
        <ScrollArea type="never" mb="lg">
          <Tabs.List style={{ flexWrap: 'nowrap' }}>
            {Object.entries(words.tabs).map(([value, label]) => (
              <Tabs.Tab key={value} value={value} fz="md" style={{ flex: 'none' }}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </ScrollArea>
        <Tabs.Panel value={tab}>
          <Content />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
