import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Json } from '#runtime/flow/json';
import { newItem } from '../../state/edits/nodes.ts';
import { formWords as words } from '../../words/form.ts';
import { FieldIssues } from '../field-issues.tsx';
import classes from '../form.module.css';
import { type Surroundings, useForm, type WidgetProps } from '../form-context.tsx';
import { firstValue, kindOf } from '../schema/fields.ts';
import { issuesOfBox } from '../schema/paths.ts';
import { isList, isObject, resolve } from '../schema/resolve.ts';
import { itemName, ListItem } from './list-item.tsx';

/** A list of anything: items are added, removed, and moved by the mouse or the keyboard. */
export function List({ field, path, value, onChange, id }: WidgetProps) {
  const { root, issues, surroundings } = useForm();
  const schema = resolve(isObject(field.schema.items) ? field.schema.items : {}, root);
  const items = isList(value) ? value : isList(field.default) ? field.default : [];
  const keys = useItemKeys(items);
  const most = typeof field.schema.maxItems === 'number' ? field.schema.maxItems : Number.POSITIVE_INFINITY;
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const nameAt = (key: string | number) =>
    itemName(items[keys.ids.indexOf(String(key))], schema, keys.ids.indexOf(String(key)));
  const move = ({ active, over }: DragEndEvent) => {
    if (over === null || active.id === over.id) return;
    const [from, to] = [keys.ids.indexOf(String(active.id)), keys.ids.indexOf(String(over.id))];
    keys.set(arrayMove(keys.ids, from, to));
    onChange(arrayMove([...items], from, to));
  };
  const add = () => {
    const item = kindOf(schema) === 'group' ? unlike(items, schema) : firstValue(schema, root);
    keys.set([...keys.ids, keys.fresh()]);
    onChange([...items, item]);
  };
  const remove = (index: number) => {
    const target = targetOf(items[index], field.name, surroundings);
    if (target !== undefined)
      notifications.show({ message: words.list.removedEdge(itemName(items[index], schema, index), target.label) });
    keys.set(keys.ids.filter((_, at) => at !== index));
    onChange(items.filter((_, at) => at !== index));
  };
  return (
    <>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={move}
        accessibility={{
          announcements: {
            onDragStart: ({ active }) => words.list.lifted(nameAt(active.id)),
            onDragOver: ({ active, over }) =>
              over === null
                ? undefined
                : words.list.moved(nameAt(active.id), keys.ids.indexOf(String(over.id)) + 1, items.length),
            onDragEnd: ({ active }) => words.list.dropped(nameAt(active.id)),
            onDragCancel: ({ active }) => words.list.dropped(nameAt(active.id)),
          },
        }}
      >
        <SortableContext items={[...keys.ids]} strategy={verticalListSortingStrategy}>
          <ul className={classes.items} id={id} aria-label={field.title}>
            {items.map((item, index) => (
              <ListItem
                key={keys.ids[index]}
                sortId={keys.ids[index] ?? ''}
                schema={schema}
                value={item}
                index={index}
                path={[...path, index]}
                target={
                  exitOf(item, field.name, surroundings) === undefined
                    ? 'none'
                    : targetOf(item, field.name, surroundings)
                }
                isOnly={items.length === 1}
                onChange={(next, gesture) =>
                  onChange(
                    items.map((each, at) => (at === index ? (next ?? firstValue(schema, root)) : each)),
                    gesture,
                  )
                }
                onRemove={() => remove(index)}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      <FieldIssues
        issues={issuesOfBox(
          issues,
          path,
          items.map((_, index) => [...path, index]),
        )}
      />
      {items.length < most ? (
        <Button variant="default" size="xs" w="fit-content" leftSection={<Plus size={14} aria-hidden />} onClick={add}>
          {words.list.add}
        </Button>
      ) : (
        <Text size="xs" c="dimmed">
          {words.list.full(most)}
        </Text>
      )}
    </>
  );
}

/** A new item whose key no other item has. */
function unlike(items: readonly Json[], schema: Parameters<typeof newItem>[0]): Json {
  const keysOf = (item: Json) => (isObject(item) && typeof item.key === 'string' ? [item.key] : []);
  const taken = new Set(items.flatMap(keysOf));
  for (let index = items.length; index < items.length + 10; index++) {
    const item = newItem(schema, index);
    if (keysOf(item).every((key) => !taken.has(key))) return withRequired(item, schema);
  }
  return withRequired(newItem(schema, items.length), schema);
}

const withRequired = (item: Json, schema: Parameters<typeof newItem>[0]): Json => ({
  ...(firstValue(schema, schema) as Record<string, Json>),
  ...(item as Record<string, Json>),
});

/** The exit that an item makes, if its list makes exits. */
function exitOf(item: Json | undefined, list: string, surroundings: Surroundings | undefined): string | undefined {
  const exit = surroundings?.entry?.exits.find(({ each }) => each === list);
  return exit === undefined || !isObject(item) || typeof item.id !== 'string' ? undefined : `${exit.name}:${item.id}`;
}

function targetOf(item: Json | undefined, list: string, surroundings: Surroundings | undefined) {
  const exit = exitOf(item, list, surroundings);
  if (surroundings === undefined || exit === undefined) return undefined;
  const { flow, catalogue, nodeId } = surroundings;
  const edge = flow.edges.find((each) => each.from === nodeId && each.exit === exit);
  const node = flow.nodes.find((each) => each.id === edge?.to);
  return node === undefined
    ? undefined
    : { nodeId: node.id, label: node.label ?? catalogue.get(node.step)?.title ?? node.id };
}

let made = 0;

/** A name for each item that stays with it while the list is moved about; an item's own id where it has one. */
function useItemKeys(items: readonly Json[]) {
  const [own, setOwn] = useState<readonly string[]>(() => items.map(() => fresh()));
  const ids = items.map((item, index) =>
    isObject(item) && typeof item.id === 'string' ? item.id : (own[index] ?? `item${index}`),
  );
  return { ids: new Set(ids).size === ids.length ? ids : items.map((_, index) => `item${index}`), set: setOwn, fresh };
}
const fresh = (): string => `k${++made}`;
