'use strict';
// What the measured streams run: nothing, but it notes when. Every 50 ms at most it tells the bench how many events it
// has seen, when the last one began (monotonic clock, microseconds), and in mode "delays" how long each one took to get
// here from its accept call.

const seen = { count: 0, lastUs: 0, delaysUs: [], timer: undefined };

async function report(url) {
  const delays = seen.delaysUs;
  seen.delaysUs = [];
  const count = seen.count;
  const body = JSON.stringify({ count, last_us: seen.lastUs, delays_us: delays });
  let told = false;
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await answer.arrayBuffer();
    told = true;
  } catch {
    seen.delaysUs = delays.concat(seen.delaysUs);
  }
  // Events that came while the report was under way have nobody else to tell of them.
  seen.timer = told && seen.count === count ? undefined : setTimeout(() => report(url), 50);
}

exports.onExecuteEventStream = async (event) => {
  const nowUs = Number(process.hrtime.bigint() / 1000n);
  seen.count++;
  seen.lastUs = nowUs;
  if (event.secrets.MODE === 'delays') {
    seen.delaysUs.push(nowUs - Number(event.message.data.object.sent_us));
  }
  seen.timer ??= setTimeout(() => report(event.secrets.URL), 50);
};
