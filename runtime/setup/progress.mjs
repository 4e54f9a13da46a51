/**
 * Says what the setup does: a bar on a terminal, plain lines elsewhere, nothing when `quiet`.
 *
 * @param {{ stream?: NodeJS.WriteStream, quiet?: boolean }} [options]
 */
export function createProgress({ stream = process.stderr, quiet = false } = {}) {
  const bar = stream.isTTY === true && !quiet;
  let label = '';
  let shown = '';
  let lastPlain = 0;

  function clear() {
    if (bar && shown !== '') stream.write('\r\u001b[2K');
    shown = '';
  }

  /** @param {string} text */
  function line(text) {
    clear();
    if (!quiet) stream.write(`${text}\n`);
  }

  return {
    line,
    /**
     * Begins a task that takes a while.
     * @param {string} text
     */
    begin(text) {
      label = text;
      lastPlain = Date.now();
      if (bar) this.update(0);
      else line(`${text} ...`);
    },
    /**
     * @param {number} fraction  0 to 1
     * @param {string} [detail]
     */
    update(fraction, detail = '') {
      const percent = Math.floor(100 * Math.min(1, Math.max(0, fraction)));
      if (bar) {
        const width = 24;
        const full = Math.round((percent * width) / 100);
        const text = `${label} [${'='.repeat(full)}${' '.repeat(width - full)}] ${percent}% ${detail}`;
        const fitting = text.slice(0, Math.max(20, (stream.columns ?? 80) - 1));
        if (fitting === shown) return;
        clear();
        shown = fitting;
        stream.write(fitting);
      } else if (Date.now() - lastPlain > 5000) {
        lastPlain = Date.now();
        line(`  ${percent}% ${detail}`.trimEnd());
      }
    },
    /** @param {string} text */
    done(text) {
      line(text);
    },
  };
}

/** @typedef {ReturnType<typeof createProgress>} Progress */
