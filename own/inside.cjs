// What answers for a module of a project's own, in a thread of its own: it loads that one file and calls its functions with
// plain data. Nothing of viki's is in here, and nothing of the environment: the module gets what it is asked, and no more.
'use strict';

const { createHash } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');

const { url, port, flag } = workerData;

// What it prints would be in the midst of what viki prints; and a thread whose words nobody reads does not end.
process.stdout.write = () => true;
process.stderr.write = () => true;

/** Where in the file it went wrong, as far as it is known. */
function lineOf(error) {
  const text = String(error?.stack ?? '');
  const at = text.indexOf(url);
  const [, line] = at < 0 ? [] : (/^:(\d+)/.exec(text.slice(at + url.length)) ?? []);
  return line === undefined ? undefined : Number(line);
}

const failed = (error) => ({ failed: String(error?.message ?? error), line: lineOf(error) });

function toolsFor(given, texts) {
  return {
    ...given,
    bytes(text) {
      texts.push(String(text));
      return {
        sha256: createHash('sha256').update(String(text)).digest('hex'),
        size: Buffer.byteLength(String(text)),
      };
    },
  };
}

/** Everything that it exports, with the names of functions in their place. */
function description(exported) {
  if (typeof exported !== 'object' || exported === null) return { functions: [], data: null };
  const entries = Object.entries(exported);
  const isFunction = ([, value]) => typeof value === 'function';
  return {
    functions: entries.filter(isFunction).map(([name]) => name),
    data: Object.fromEntries(entries.filter((entry) => !isFunction(entry))),
  };
}

function answer(exported, { what, args, tools }) {
  const texts = [];
  try {
    const value = exported[what](...args, ...(tools ? [toolsFor(tools, texts)] : []));
    if (typeof value?.then === 'function') return { failed: 'it is asynchronous: a module answers at once' };
    return { value, texts };
  } catch (error) {
    return failed(error);
  }
}

// (as text: what is no plain data does not get across, and nobody waits for a message that could not be sent)
function say(where, result) {
  let text;
  try {
    text = JSON.stringify(result);
  } catch (error) {
    text = JSON.stringify(failed(error));
  }
  where.postMessage(text);
}

import(url).then(
  ({ default: exported }) => {
    port.on('message', (question) => {
      say(port, answer(exported, question));
      Atomics.add(flag, 0, 1);
      Atomics.notify(flag, 0);
    });
    say(parentPort, description(exported));
  },
  (error) => say(parentPort, failed(error)),
);
