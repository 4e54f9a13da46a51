import { fieldId } from './trunk-field.tsx';

const TRIES = 20;

/** Brings the control of a setting into view and puts the cursor there, once it is drawn. */
export function showSetting(name: string, tries = TRIES): void {
  const control = document.getElementById(fieldId(name)) ?? document.getElementById(fieldId(name.split('.')[0] ?? ''));
  if (control === null) {
    if (tries > 0) requestAnimationFrame(() => showSetting(name, tries - 1));
    return;
  }
  control.scrollIntoView({ block: 'center' });
  control.focus({ preventScroll: true });
}
