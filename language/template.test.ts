// Liquid templates: what is told about wrong ones and where, the names that they use, and what they come to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomOf, TIMES } from '../test/support/any-edits.ts';
import { filterNames, readTemplate, renderTemplate, tagNames } from './template.ts';
import { ownFilterFor } from './template-habits.ts';

/** A template, the part of it that the mistake is about, and what is said. */
const MISTAKES: readonly (readonly [template: string, about: string, message: string])[] = [
  ['a {{ b', '{{', 'This `{{` is never closed'],
  ['a {% if b', '{%', 'This `{%` is never closed'],
  ['{% if a %}\n{% for b in c %}{% endfor %}', '{% if a %}', 'This `if` is never closed'],
  ['x\n{%- endfor -%}', '{%- endfor -%}', 'No `for` is open that `endfor` could belong to'],
  ['{% else %}', '{% else %}', 'No `if` is open that `else` could belong to'],
  ['{% if a %}{% elseif b %}{% endif %}', 'elseif', 'There is no tag `elseif`'],
  ['a\n{% fi a %}', 'fi', 'There is no tag `fi`'],
  ['{% liquid\n echo a\n ecco b\n%}', 'ecco', 'There is no tag `ecco`'],
  ['{% raw %}{{', '{% raw %}', 'This `raw` is never closed'],
  ['{{ a | upcas }}', 'upcas', 'There is no filter `upcas`'],
  ['{{ "now" | date: "%Y" }}', 'date', 'The filter `date` is not available'],
  ['{% cycle a | smple %}', 'smple', 'There is no filter `smple`'],
  ['{% include "a" %}', '{% include "a" %}', "`include` can't be used"],
  ['{% render "a" %}', '{% render "a" %}', "`render` can't be used"],
  ['{% layout "a" %}', '{% layout "a" %}', "`layout` can't be used"],
  ['{{ }}', '{{ }}', 'A name or a value is missing here'],
  ['{% if %}{% endif %}', '{% if %}', 'A name or a value is missing here'],
  ['{{ a b }}', 'b', 'This does not belong to the value before it'],
  ['{{ a | default(80) }}', '(80)', 'What a filter needs stands behind a colon, without brackets'],
  ['{{ a == }}', '==', 'A value is missing behind this'],
  ['{{ == a }}', '==', 'A value is missing before this'],
  ['{{ a.b. }}', '.', 'A name is missing behind this `.`'],
  ['{{ a[b }}', '[', 'This `[` is never closed'],
  ['{% if a && b %}{% endif %}', '&&', '`&&` is no operator'],
  ['{% if a || b %}{% endif %}', '||', '`||` is no operator'],
  ['{% if a = b %}{% endif %}', '=', '`=` is no operator'],
  ['{% for a of b %}{% endfor %}', '{% for a of b %}', 'This is not whole'],
  ['{% for i in (1..3 %}{% endfor %}', '(', 'This `(` begins no range'],
  ['{% if a %}{% else %}{% else %}{% endif %}', '{% if a %}', 'An `else` of this is not its last branch'],
];

test('what is wrong is told at its place', () => {
  for (const [text, about, message] of MISTAKES) {
    const { mistakes, parsed } = readTemplate(text);
    assert.deepEqual(
      mistakes.map((mistake) => [text.slice(mistake.start, mistake.end), mistake.message]),
      [[about, message]],
    );
    assert.equal(parsed, undefined);
  }
});

test('what was meant is said', () => {
  const meant = (text: string): string | undefined => readTemplate(text).mistakes[0]?.suggestion;
  assert.equal(meant('{{ a | upcas }}'), 'Did you mean `upcase`?');
  assert.equal(meant('{% fi a %}'), 'Did you mean `if`?');
  assert.equal(meant('{% if a = b %}'), 'Did you mean `==`?');
  assert.equal(meant('{{ a | default(80) }}'), 'Did you mean `default: 80`?');
  assert.equal(meant('{{ a | join(", ") | upper }}'), 'Did you mean `join: ", "`?');
  assert.equal(meant('{{ a | to_json }}'), 'Did you mean `json`?');
  assert.equal(meant('{% set a = b %}'), 'Did you mean `assign`?');
  assert.equal(meant('{% if a %}{% elif b %}{% endif %}'), 'Did you mean `elsif`?');
  assert.match(meant('{{ a | date }}') ?? '', /no plan would hold/);
});

test('what is meant by the names of Jinja is there', () => {
  for (const name of ['to_json', 'lower', 'length', 'd', 'trim', 'int', 'unique', 'title', 'b64encode', 'urlencode']) {
    assert.deepEqual(readTemplate(`{{ a | ${ownFilterFor(name)}: 1 }}`).mistakes, [], name);
  }
  assert.equal(ownFilterFor('constructor'), undefined);
});

test('every wrong filter is told', () => {
  const { mistakes } = readTemplate('{{ a | one }}\n{% assign b = c | two: d %}{{ b c }}');
  assert.deepEqual(
    mistakes.map(({ message }) => message),
    ['There is no filter `one`', 'There is no filter `two`', 'This does not belong to the value before it'],
  );
});

const NAMES = `# {{ host.address }}:{{port}}
{%- for site in sites reversed limit: count -%}
  {{ site.name | append: host["name"] | upcase }} {{ forloop.index }} {{ sites[0].x }} {{ sites[first.key].y }}
{%- else -%}{{ none }}
{%- endfor %}
{% assign own = tier | default: "front" %}{{ own }} {{ site }} {{ count | plus: more }}
{% if env.HOME == 'a' and fact.os contains "deb" %}{{ then }}{% elsif other %}{% endif %}
{% case kind %}{% when "a", one %}{% when two or three %}{% endcase %}
{% liquid
  assign local = v.w
  echo local | join: separator
  for i in (1..last)
    echo i
  endfor
%}
{% capture captured %}{{ inside }}{% endcapture %}{{ captured }}{% comment %}{{ no }}{% endcomment %}{% raw %}{{ no }}{% endraw %}
{% unless off %}{{ a-b.ü }}{% endunless %}{% increment counter %}{{ counter }}{% cycle "x", cycled %}{{ "text".size }}{{ true }}`;

test('the names that a template uses, and where', () => {
  const { variables, mistakes } = readTemplate(NAMES);
  assert.deepEqual(mistakes, []);
  const written = variables.map(({ start, end, path, isOptional }) => {
    assert.equal(path[0]?.start, start);
    const segments = path.map((segment) => NAMES.slice(segment.start, segment.end)).join(' ');
    return `${NAMES.slice(start, end)} = ${segments}${isOptional ? ', or none' : ''}`;
  });
  assert.deepEqual(written, [
    'host.address = host address',
    'port = port',
    'sites = sites',
    'count = count',
    'host["name"] = host "name"',
    'sites[0].x = sites 0 x',
    'sites = sites',
    'first.key = first key',
    'none = none',
    'tier = tier, or none',
    'site = site',
    'count = count',
    'more = more',
    'env.HOME = env HOME, or none',
    'fact.os = fact os, or none',
    'then = then',
    'other = other, or none',
    'kind = kind, or none',
    'one = one, or none',
    'two = two, or none',
    'three = three, or none',
    'v.w = v w',
    'separator = separator',
    'last = last',
    'inside = inside',
    'off = off, or none',
    'a-b.ü = a-b ü',
    'cycled = cycled',
  ]);
});

const DATA = {
  host: { name: 'web-1', port: 22 },
  sites: [{ name: 'a' }, { name: 'b' }],
  port: 8080,
  yes: true,
  nothing: null,
};

const TEXTS: readonly (readonly [template: string, text: string])[] = [
  ['', ''],
  ['{{ port }} {{ yes }} {{ nothing }}. {{ host.name | upcase }}\n', '8080 true . WEB-1\n'],
  ['{% for site in sites -%}\n{{ site.name }}{{ forloop.index }}\n{% endfor -%}\nend', 'a1\nb2\nend'],
  ['{{ sites | map: "name" | join: ", " }} {{ host | json }} {{ sites.size }}', 'a, b {"name":"web-1","port":22} 2'],
  ['{{ gone | default: "x" }}{{ gone.deeper | default: "y" }}', 'xy'],
  ['{% if gone %}a{% elsif host.gone == 1 %}b{% else %}c{% endif %}', 'c'],
  ['{% raw %}${{ x }}{% endraw %} <&>"', '${{ x }} <&>"'],
  ['a\r\n{% if yes %}\r\nb\r\n{% endif %}', 'a\r\n\r\nb\r\n'],
];

test('all that has no value is told at once', () => {
  const template = readTemplate(
    '{{ server.one }}\n{% for name in list %}{{ server.two }}{% endfor %}\n{{ server.three }}',
  );
  const rendered = renderTemplate(template, { server: { port: 80 }, list: ['a', 'b'] });
  assert.ok('mistakes' in rendered);
  const about = rendered.mistakes.map(({ start, end }) => template.text.slice(start, end));
  assert.deepEqual(about, ['server.one', 'server.two', 'server.three']);
});

test('templates are rendered', () => {
  for (const [template, text] of TEXTS)
    assert.deepEqual(renderTemplate(readTemplate(template), DATA), { text }, template);
});

const REFUSED: readonly (readonly [template: string, about: string, message: RegExp])[] = [
  ['a {{ gone }}', 'gone', /^There is no value for `gone`$/],
  ['{{ host.gone }}', 'host.gone', /no value for `host.gone`/],
  ['{% for site in sites %}{{ site.gone }}{% endfor %}', 'site.gone', /no value/],
  ['{{ port | default: gone }}{{ nothing | default: gone }}', 'gone', /no value/],
  ['{{ host.constructor }}', 'host.constructor', /no value/],
  ['{{ __proto__ }}', '__proto__', /no value/],
  ['{{ toString }}', 'toString', /no value/],
  ['{{ host }}', '{{ host }}', /has fields of its own/],
  ['{{ sites }}', '{{ sites }}', /is a list/],
  ['{% echo host %}', '{% echo host %}', /has fields/],
  ['{{ "a" | append: host }}', '{{ "a" | append: host }}', /has fields of its own/],
  ['{{ 1 | divided_by: 0 }}', '{{ 1 | divided_by: 0 }}', /not a number/],
  ['{% for i in (1..1000000000) %}{% endfor %}', '{% for i in (1..1000000000) %}', /too much memory or time/],
  ['{{ a | }', '{{', /never closed/],
];

test('what can not be rendered is told', () => {
  for (const [template, about, message] of REFUSED) {
    const rendered = renderTemplate(readTemplate(template), DATA);
    assert.ok('mistakes' in rendered, template);
    const [mistake] = rendered.mistakes;
    assert.match(mistake.message, message, template);
    assert.equal(template.slice(mistake.start, mistake.end), about, template);
  }
});

test('nothing that a template may use depends on the moment, on chance or on other files', () => {
  for (const name of ['date', 'sample', 'sha256', 'where_exp', 'raw']) assert.ok(!filterNames.includes(name), name);
  for (const name of ['include', 'render', 'layout', 'block']) assert.ok(!tagNames.includes(name), name);
  const template = filterNames.map((name) => `{{ sites | ${name} | json }}{{ "b a" | ${name} | json }}`);
  for (const text of template) {
    const once = renderTemplate(readTemplate(text), DATA);
    assert.deepEqual(renderTemplate(readTemplate(text), DATA), once, text);
    assert.ok('mistakes' in once || !/\[object/i.test(once.text), text);
  }
});

const PIECES = [
  ...[
    '{{',
    '}}',
    '{%',
    '%}',
    '{%-',
    '-}}',
    '|',
    ':',
    ',',
    '.',
    '[',
    ']',
    '(',
    ')',
    '..',
    '"',
    "'",
    '=',
    '==',
    '\n',
    ' ',
  ],
  ...['if a', 'endif', 'else', 'elsif b', 'for x in y', 'endfor', 'case c', 'when 1', 'endcase', 'assign z = 1', 'raw'],
  ...[
    'endraw',
    'capture q',
    'endcapture',
    'liquid',
    'comment',
    'endcomment',
    'cycle',
    'echo',
    'include',
    'tablerow',
    '#',
  ],
  ...['a', 'port', 'host.name', 'sites[0]', '| upcase', '| join: ", "', 'and', 'not', 'contains', '1', '🚀', '\ud800'],
];

const ROUNDS = 2000 * TIMES;

test('any text is answered, with places inside it', () => {
  const random = randomOf(5);
  let whole = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const length = Math.floor(random() * 16);
    const words = Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)] ?? '').join(
      random() < 0.5 ? ' ' : '',
    );
    const text = random() < 0.5 ? `{% ${words} %}` : random() < 0.5 ? `{{ ${words} }}` : words;
    const template = readTemplate(text);
    const rendered = renderTemplate(template, DATA);
    if ('text' in rendered) whole += 1;
    const own = 'mistakes' in rendered ? rendered.mistakes : [];
    for (const { start, end } of [...template.mistakes, ...template.variables, ...own]) {
      assert.ok(0 <= start && start <= end && end <= text.length, JSON.stringify(text));
    }
  }
  assert.ok(whole > (ROUNDS * 3) / 100, `only ${whole} were templates`);
});

test('texts that are made to exhaust', () => {
  for (const part of ['{% if a %}', '{{ [', '{{', '{% liquid ', '{{ a | ', '{{ a }}', '{% for a in b %}', '\n']) {
    readTemplate(part.repeat(4000 * TIMES));
  }
  const deep = readTemplate('{% if a %}'.repeat(150) + '{% endif %}'.repeat(150));
  assert.match(deep.mistakes[0]?.message ?? '', /100 levels deep/);
  assert.match(readTemplate('x'.repeat(2 * 1024 * 1024)).mistakes[0]?.message ?? '', /longer than/);
});
