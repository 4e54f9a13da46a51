/** Runs jobs, `limit` at a time, in order; each calls `done` once when it has finished. */
export function limitConcurrency(limit: number): (job: (done: () => void) => void) => void {
  const waiting: ((done: () => void) => void)[] = [];
  let running = 0;
  const next = () => {
    while (running < limit) {
      const job = waiting.shift();
      if (job === undefined) return;
      running += 1;
      let finished = false;
      job(() => {
        if (finished) return;
        finished = true;
        running -= 1;
        next();
      });
    }
  };
  return (job) => {
    waiting.push(job);
    next();
  };
}
