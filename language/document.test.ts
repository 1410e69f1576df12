// A document after any edits is the document that its text makes when it is opened: the same pieces, at the same places,
// under the same keys; and for sound text the pieces together mean what the whole text means to YAML.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomEdits, seedOf } from '../test/support/any-edits.ts';
import { withoutMarks } from '../test/support/marks.ts';
import { Document } from './document.ts';

const fixtures = join(import.meta.dirname, '../test-fixtures/projects');
const EDITS = 400;

function texts(): readonly (readonly [string, string])[] {
  return readdirSync(fixtures).flatMap((project) =>
    readdirSync(join(fixtures, project))
      .filter((name) => name.endsWith('.vk.yaml'))
      .map(
        (name) => [`${project}/${name}`, withoutMarks(readFileSync(join(fixtures, project, name), 'utf8'))] as const,
      ),
  );
}

const outline = (document: Document): unknown =>
  document.pieces.map(({ text, cut, offset, line, index, part, path, header, before }) => {
    const { start: _, before: __, ...rest } = cut;
    return { text, ...rest, offset, line, index, part, path, header: header?.index, before };
  });

for (const [name, text] of texts()) {
  test(`edits of ${name}`, () => {
    const document = new Document('a.vk.yaml', text);
    let now = text;
    for (const { start, end, put } of randomEdits(seedOf(name), EDITS, () => now)) {
      const before = now;
      now = now.slice(0, start) + put + now.slice(end);
      document.edit({ start, end }, put);
      assert.equal(document.text, now);
      try {
        assert.deepEqual(outline(document), outline(new Document('a.vk.yaml', now)));
      } catch (error) {
        throw new Error(`after ${JSON.stringify({ before, start, end, put })}`, { cause: error });
      }
    }
  });
}
