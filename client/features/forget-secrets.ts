// "Forget Remembered Passwords": empties what viki keeps in the editor's secret storage, and connections that were made with it.
import type { Desk } from '../desk.ts';
import { plural } from '../folds/words.ts';
import { tellInfo } from '../messages.ts';

export async function forgetSecretsCommand(desk: Desk): Promise<void> {
  const count = desk.remembered.count();
  await desk.remembered.forgetAll();
  if (count === 0) tellInfo('No password is remembered: viki keeps what you type in memory, unless you press the pin.');
  else
    tellInfo(
      `${plural(count, 'password')} forgotten. You will be asked again after the connections of now have ended.`,
    );
}
