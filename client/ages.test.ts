// What says how long ago something was is drawn again each minute while it is shown, and no clock runs while nothing is.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { AGE_MILLISECONDS, Ages } from './ages.ts';

/** A view that can be shown and hidden, and counts how often it was drawn again. */
function viewOf(ages: Ages) {
  const emitter = new EventEmitter();
  const view = {
    isShown: false,
    drawn: 0,
    show(isShown: boolean) {
      view.isShown = isShown;
      emitter.emit('change');
    },
    gone: { dispose: () => undefined as unknown },
  };
  const event = (listener: (value: unknown) => void) => {
    emitter.on('change', listener);
    return { dispose: () => void emitter.off('change', listener) };
  };
  view.gone = ages.follow({ isShown: () => view.isShown, redraw: () => (view.drawn += 1) }, event);
  return view;
}

test('ages are drawn again while they are shown, and the clock stands while none is', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const minute = () => context.mock.timers.tick(AGE_MILLISECONDS);
  const ages = new Ages();
  const [one, other] = [viewOf(ages), viewOf(ages)];
  minute();
  assert.deepEqual([one.drawn, other.drawn], [0, 0]);
  one.show(true);
  minute();
  assert.deepEqual([one.drawn, other.drawn], [1, 0]);
  other.show(true);
  one.show(false);
  minute();
  assert.deepEqual([one.drawn, other.drawn], [1, 1]);
  // The clock stood: what is shown now is drawn after a minute from now, not after what was left of another one.
  other.show(false);
  context.mock.timers.tick(AGE_MILLISECONDS / 2);
  one.show(true);
  context.mock.timers.tick(AGE_MILLISECONDS - 1);
  assert.equal(one.drawn, 1);
  context.mock.timers.tick(1);
  assert.equal(one.drawn, 2);
  one.gone.dispose();
  minute();
  assert.equal(one.drawn, 2);
});
