import type { Locator, Page } from 'playwright-core';

/** What a person does on the canvas, by mouse and keyboard. Nothing here touches the API. */
export class EditorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get nodes(): Locator {
    return this.page.locator('[data-node]');
  }
  get edges(): Locator {
    return this.page.locator('.react-flow__edge');
  }
  node(id: string): Locator {
    return this.page.locator(`[data-node="${id}"]`);
  }
  edge(from: string, exit: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${from}|${exit}"]`);
  }
  exit(nodeId: string, label: string): Locator {
    return this.node(nodeId).locator('li', { hasText: label }).locator('.react-flow__handle');
  }
  entrance(nodeId: string): Locator {
    return this.node(nodeId).locator('.react-flow__handle.target');
  }
  step(title: string): Locator {
    return this.page.getByRole('complementary', { name: 'Steps' }).getByRole('button', { name: title, exact: true });
  }

  async saved(): Promise<void> {
    await this.page.locator('[role="status"][data-state="saved"]').waitFor();
  }

  /** Until the canvas has stopped moving: it keeps a new node in sight of an opening panel. */
  async atRest(): Promise<void> {
    const viewport = this.page.locator('.react-flow__viewport');
    for (let before = ''; ; ) {
      const now = `${await viewport.getAttribute('style')} ${JSON.stringify(await viewport.boundingBox())}`;
      if (now === before) return;
      before = now;
      await this.page.waitForTimeout(150);
    }
  }

  /** Ids of nodes by their place, from left to right. */
  ids(): Promise<string[]> {
    return this.nodes.evaluateAll((nodes) =>
      nodes
        .map((node) => ({ id: node.getAttribute('data-node') ?? '', x: node.getBoundingClientRect().x }))
        .toSorted((a, b) => a.x - b.x)
        .map(({ id }) => id),
    );
  }

  /** Presses at the middle of `from`, moves over several points, lets go at the middle of `to`. */
  async drag(from: Locator, to: Locator | { readonly x: number; readonly y: number }): Promise<void> {
    await this.atRest();
    const start = await middleOf(from);
    const end = 'x' in to ? to : await middleOf(to);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await this.page.mouse.move(end.x, end.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** A place on the canvas with nothing on it. */
  async emptySpot(): Promise<{ x: number; y: number }> {
    const box = await this.page.locator('.react-flow__pane').boundingBox();
    if (box === null) throw new Error('There is no canvas.');
    return { x: box.x + box.width * 0.5, y: box.y + box.height - 60 };
  }
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
