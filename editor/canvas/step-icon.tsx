import {
  Bot,
  CalendarClock,
  Equal,
  Globe,
  Grid3x3,
  Keyboard,
  type LucideIcon,
  Mail,
  Mic,
  Phone,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Puzzle,
  ShieldAlert,
  Split,
  Star,
  Voicemail,
  Volume2,
} from 'lucide-react';
import { lazy, Suspense } from 'react';

/** The icons that most steps have; any other of lucide's is loaded, with all of them, when a step asks for it. */
const USUAL: Readonly<Record<string, LucideIcon>> = {
  bot: Bot,
  'calendar-clock': CalendarClock,
  clock: CalendarClock,
  equal: Equal,
  globe: Globe,
  'grid-3x3': Grid3x3,
  keyboard: Keyboard,
  mail: Mail,
  mic: Mic,
  phone: Phone,
  'phone-incoming': PhoneIncoming,
  'phone-missed': PhoneMissed,
  'phone-off': PhoneOff,
  'phone-outgoing': PhoneOutgoing,
  'shield-alert': ShieldAlert,
  split: Split,
  star: Star,
  voicemail: Voicemail,
  'volume-2': Volume2,
};

// Not from 'lucide-react' itself, of which the page has a part already: the whole of it would come with the page.
const AnyIcon = lazy(async () => {
  const icons: Readonly<Record<string, LucideIcon>> = await import('lucide-react/dist/esm/icons/index.mjs');
  return {
    default: ({ name, size }: { readonly name: string; readonly size: number }) => {
      const Icon = icons[pascal(name)] ?? Puzzle;
      return <Icon size={size} strokeWidth={1.9} aria-hidden />;
    },
  };
});

/** `grid-3x3` -> `Grid3x3` */
const pascal = (name: string): string =>
  name
    .split('-')
    .map((word) => (word[0] ?? '').toUpperCase() + word.slice(1))
    .join('');

/** The icon of a step, by the name in its catalogue entry. */
export function StepIcon({ name, size = 18 }: { readonly name: string; readonly size?: number }) {
  const Icon = USUAL[name];
  if (Icon !== undefined) return <Icon size={size} strokeWidth={1.9} aria-hidden />;
  return (
    <Suspense fallback={<Puzzle size={size} strokeWidth={1.9} aria-hidden />}>
      <AnyIcon name={name} size={size} />
    </Suspense>
  );
}
