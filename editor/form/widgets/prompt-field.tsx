import { CloseButton, Menu, SegmentedControl } from '@mantine/core';
import { Languages } from 'lucide-react';
import { useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import type { Json } from '#runtime/flow/json';
import { formWords as words } from '../../words/form.ts';
import { useForm, type WidgetProps } from '../form-context.tsx';
import classes from '../prompt/prompt.module.css';
import { SpokenOrRecorded } from '../prompt/spoken-or-recorded.tsx';
import { isObject } from '../schema/resolve.ts';
import { codeName, languageCodes } from './country-codes.ts';

/** What the caller hears: once, or once for each language. */
export function PromptField(props: WidgetProps) {
  const { field, path, value, onChange } = props;
  const { surroundings } = useForm();
  const own = surroundings?.flow.language ?? 'en';
  const [chosen, setChosen] = useState<string>();
  const gesture = fieldPath(path);
  const variants = isObject(value) && isObject(value.languages) ? value.languages : undefined;
  if (variants === undefined)
    return (
      <SpokenOrRecorded
        of={props}
        value={value}
        language={own}
        gesture={gesture}
        mayBeEmpty={!field.isRequired}
        onChange={onChange}
        menu={
          <AddLanguage
            taken={[own]}
            onAdd={(language) => {
              setChosen(language);
              onChange({ languages: { [own]: value ?? { say: '' }, [language]: { say: '' } } });
            }}
          />
        }
      />
    );
  // Stored objects don't keep their order; the flow's own language is what people look for.
  const codes = Object.keys(variants).toSorted((a, b) => Number(b === own) - Number(a === own) || a.localeCompare(b));
  const shown = chosen !== undefined && codes.includes(chosen) ? chosen : (codes[0] ?? own);
  const set = (language: string, next: Json | undefined, typing?: string) =>
    onChange({ languages: { ...variants, [language]: next ?? { say: '' } } }, typing);
  const without = (language: string) => {
    const rest = Object.entries(variants).filter(([code]) => code !== language);
    const [only] = rest;
    onChange(rest.length === 1 && only !== undefined ? only[1] : { languages: Object.fromEntries(rest) });
  };
  return (
    <div className={classes.prompt}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={`${field.title}: ${words.prompt.languages}`}
          data={codes.map((code) => ({ value: code, label: codeName('language', code) }))}
          value={shown}
          onChange={setChosen}
        />
        <span className={classes.spacer} />
        {codes.length > 1 && (
          <CloseButton
            size="sm"
            aria-label={words.prompt.removeLanguage(codeName('language', shown))}
            onClick={() => without(shown)}
          />
        )}
      </div>
      <SpokenOrRecorded
        key={shown}
        of={props}
        value={variants[shown]}
        language={shown}
        gesture={`${gesture}.${shown}`}
        mayBeEmpty={false}
        onChange={(next, typing) => set(shown, next, typing)}
        menu={
          <>
            <AddLanguage
              taken={codes}
              onAdd={(language) => {
                setChosen(language);
                set(language, { say: '' });
              }}
            />
            <Menu.Item onClick={() => onChange(variants[shown])}>{words.prompt.oneLanguage}</Menu.Item>
          </>
        }
      />
    </div>
  );
}

const USUAL = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl', 'pl', 'tr', 'ar'];

function AddLanguage({
  taken,
  onAdd,
}: {
  readonly taken: readonly string[];
  readonly onAdd: (language: string) => void;
}) {
  const free = (codes: readonly string[]) => codes.filter((code) => !taken.includes(code));
  const item = (code: string) => (
    <Menu.Item key={code} onClick={() => onAdd(code)}>
      {codeName('language', code)}
    </Menu.Item>
  );
  const others = free(languageCodes).filter((code) => !USUAL.includes(code));
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<Languages size={14} aria-hidden />}>{words.prompt.addLanguage}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {free(USUAL).map(item)}
        <Menu.Divider />
        {others.map(item)}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
