// Watches what everybody on a host can see of its processes while something runs: their arguments and their environments.
import assert from 'node:assert/strict';
import type { LabHost } from '../lab/lab.ts';

const FOLDER = '/run/viki-watch';

/**
 * Reads all of /proc over and over, without a process of its own for it, and prints whose argument or environment has the
 * word: `cmdline`, or `environ`, and the text. It ends when it is told to, or when nobody has told it for too long.
 */
const PROGRAM = String.raw`
my ($folder, $word) = @ARGV;
my $end = time + 300;
open(my $out, '>', "$folder/seen") or die; $out->autoflush(1);
my %seen;
until (-e "$folder/stop" or time > $end) {
  opendir(my $all, '/proc'); my @of = grep { /^[0-9]+$/ && $_ != $$ } readdir $all; closedir $all;
  for my $of (@of) {
    for my $what ('cmdline', 'environ') {
      open(my $in, '<', "/proc/$of/$what") or next;
      local $/; my $text = <$in> // ''; close $in;
      next unless index($text, $word) >= 0 and not $seen{"$what $text"}++;
      $text =~ tr/\0\n/  /; print $out "$what $text\n";
    }
  }
  open(my $ready, '>', "$folder/ready");
}
`;

/** Runs it while the word is looked for in all processes of the host, and gives where it was seen. */
export async function seenWhile(host: LabHost, word: string, run: () => Promise<void>): Promise<readonly string[]> {
  const put = await host.exec(`rm -rf ${FOLDER} && mkdir ${FOLDER} && cat >${FOLDER}/watch.pl`, PROGRAM);
  assert.equal(put.code, 0, put.stderr);
  // (the word comes by a file: the watcher's own arguments are looked at as well)
  await host.exec(`cat >${FOLDER}/word`, word);
  const watching = host.exec(`perl -MIO::Handle -e '
    open(W, "<", "${FOLDER}/word"); local @ARGV = ("${FOLDER}", scalar <W>); do "${FOLDER}/watch.pl"; die $@ if $@'`);
  try {
    await host.exec(`until [ -e ${FOLDER}/ready ]; do sleep 0.01; done`);
    await run();
  } finally {
    await host.exec(`: >${FOLDER}/stop`);
  }
  const { code, stderr } = await watching;
  assert.equal(code, 0, stderr);
  const { stdout } = await host.exec(`cat ${FOLDER}/seen; rm -rf ${FOLDER}`);
  return stdout.split('\n').filter((line) => line !== '');
}
