// "Forget Remembered Passwords": empties what viki keeps in the editor's secret storage, and what was typed in this window.

import type { Desk } from '../desk.ts';
import { plural, say } from '../folds/spoken.ts';
import { tellInfo } from '../messages.ts';

export async function forgetSecretsCommand(desk: Desk): Promise<void> {
  const count = desk.remembered.count();
  await desk.remembered.forgetAll();
  desk.askers.forget();
  if (count === 0)
    tellInfo(
      say`What you typed in this window is forgotten. Nothing else was remembered: only the pin of a question does that.`,
    );
  else
    tellInfo(
      say`${plural(count, 'password')} forgotten. You will be asked again after the connections of now have ended.`,
    );
}
