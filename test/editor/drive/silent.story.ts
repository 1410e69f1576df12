// A host that takes the call and says nothing: the plan says that it waits, and can be cancelled.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { withProject } from './project.ts';
import type { Story } from './story.ts';

/** Listens, and never says a word; its first caller can be awaited. */
async function silence(): Promise<{ port: number; caller: Promise<Socket>; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  const caller = once(server, 'connection').then(([socket]: Socket[]) => socket as Socket);
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return { port: address.port, caller, close: () => server.close() };
}

export const story: Story = {
  title: 'a plan of a host that says nothing can be cancelled',
  async play({ workbench, facts }) {
    const { port, caller, close } = await silence();
    try {
      await withProject(facts, 'silent', { port }, async () => {
        await workbench.quickInput.openFile('silent.vk.yaml');
        await workbench.editor.lens('Plan').click();
        const socket = await caller;
        await workbench.editor.lens(/Planning: web: connecting/).waitFor();
        const hungUp = once(socket, 'close');
        socket.resume();
        await workbench.messages.press('Planning silent', 'Cancel');
        await hungUp;
        await workbench.editor.lens(/^Plan$/).waitFor();
      });
    } finally {
      close();
    }
  },
};
