// The view of hosts where there are none: it says what to do, in a folder that its projects have left and in a window without a
// folder, and its buttons do that.
import { withProjectsAside } from './project.ts';
import type { Stage, Story } from './story.ts';

async function withoutProjects({ workbench }: Stage): Promise<void> {
  const { sideBar, quickInput, walkthrough } = workbench;
  await sideBar.welcomes('Hosts', 'No hosts yet.');
  await sideBar.pressIn('Hosts', 'New Project');
  await quickInput.row('Web server').waitFor();
  await workbench.page.keyboard.press('Escape');
  await sideBar.pressIn('Hosts', 'Open the Walkthrough');
  await walkthrough.shows('Open a host to play on');
}

/** Projects that come and go while the view is shown do so in it, too. */
const isListed = ({ workbench }: Stage): Promise<void> => workbench.sideBar.row('Hosts', 'web').waitFor();

async function withoutFolder({ workbench }: Stage): Promise<void> {
  const { page, sideBar } = workbench;
  await page.goto(new URL('/?ew=true', page.url()).href);
  await workbench.openView('viki');
  await sideBar.welcomes('Hosts', 'Open a folder with a .vk.yaml file to see its hosts here.');
}

export const story: Story = {
  title: 'a view of hosts without any says what to do, and its buttons do it',
  async play(stage) {
    await stage.workbench.openView('viki');
    await isListed(stage);
    await withProjectsAside(stage.facts, () => withoutProjects(stage));
    await isListed(stage);
    await withoutFolder(stage);
  },
};
