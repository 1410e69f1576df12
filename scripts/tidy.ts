// Holds the rules of scripts/tidy/ against every text file of the project, and fails when one is broken.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, textsOf } from './files.ts';
import { root } from './root.ts';
import { complaintsAbout } from './tidy/rules.ts';

const paths = projectFiles().filter((path) => !/\.(png|gif|ico|woff2?|vsix|tgz|gz|zip)$/.test(path));
const exists = (path: string): boolean => existsSync(join(root, path));
const complaints = [...textsOf(paths)].flatMap(([path, text]) => complaintsAbout({ path, text }, exists));
for (const { file, line, message } of complaints) process.stdout.write(`${file}:${line}: ${message}\n`);
process.stdout.write(`${paths.length} files, ${complaints.length} complaints\n`);
if (complaints.length > 0) process.exitCode = 1;
