import { type EditorState, RangeSetBuilder, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { parseExpression } from '#runtime/flow/expression';
import { placeholders } from '#runtime/flow/template';

class Pill extends WidgetType {
  readonly expression: string;
  constructor(expression: string) {
    super();
    this.expression = expression;
  }

  override eq(other: Pill): boolean {
    return other.expression === this.expression;
  }

  override toDOM(): HTMLElement {
    const pill = document.createElement('span');
    const text = this.expression.trim();
    pill.className = parseExpression(text).ok ? 'cm-value' : 'cm-value cm-value-wrong';
    pill.textContent = text.replace(/^vars\.(?=\w+$)/, '');
    pill.title = text;
    return pill;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

interface Pills {
  readonly shown: DecorationSet;
  /** What the cursor steps over as a whole. */
  readonly whole: DecorationSet;
}

/** Each `{{ }}` as a pill; the one that the cursor is in as the text that it is. */
function pillsOf(state: EditorState): Pills {
  const shown = new RangeSetBuilder<Decoration>();
  const whole = new RangeSetBuilder<Decoration>();
  const { head, empty } = state.selection.main;
  for (const { start, end, expression } of placeholders(state.doc.toString())) {
    if (end === undefined) continue;
    const isOpen = empty && head > start && head < end;
    if (isOpen || expression.trim() === '') {
      shown.add(start, end, Decoration.mark({ class: 'cm-value-open' }));
      continue;
    }
    const pill = Decoration.replace({ widget: new Pill(expression) });
    shown.add(start, end, pill);
    whole.add(start, end, pill);
  }
  return { shown: shown.finish(), whole: whole.finish() };
}

const field = StateField.define<Pills>({
  create: pillsOf,
  update: (pills, transaction) =>
    transaction.docChanged || transaction.selection !== undefined ? pillsOf(transaction.state) : pills,
  provide: (of) => [
    EditorView.decorations.from(of, ({ shown }) => shown),
    EditorView.atomicRanges.of((view) => view.state.field(of).whole),
  ],
});

/** A press on a pill opens the expression inside. */
const openOnPress = EditorView.domEventHandlers({
  mousedown(event, view) {
    const pill = event.target instanceof Element ? event.target.closest('.cm-value') : null;
    if (pill === null) return false;
    const at = view.posAtDOM(pill);
    const found = placeholders(view.state.doc.toString()).find(({ start }) => start === at);
    if (found?.end === undefined) return false;
    event.preventDefault();
    view.focus();
    view.dispatch({ selection: { anchor: found.end - 2 - (/\s$/.test(found.expression) ? 1 : 0) } });
    return true;
  },
});

export const valuePills = [field, openOnPress];
