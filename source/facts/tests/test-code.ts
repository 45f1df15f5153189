import type { TestClass, TestCode, TestFunction, TestHelper } from '../../core/facts/test-code.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { mayBeTestPath } from '../../core/test-paths.ts';
import { positionAt } from '../../core/text.ts';
import { forEachStatement } from '../../edit/python/statements.ts';
import { outsideOf } from './outside.ts';
import { servicesOf } from './services.ts';
import { isExpecting, orderOf } from './statement-order.ts';
import { stepsOf } from './steps.ts';

const functionHead = /^(async[ \t]+)?def[ \t]+(\w+)/;
const classHead = /^class[ \t]+(\w+)[ \t]*(?:\[[^\]]*\])?[ \t]*(?:\(([\s\S]*)\))?\s*:?\s*$/;
const continues = /^(?:elif|else|except|finally|case)\b/;
const called = /([A-Za-z_]\w*)\s*\(/g;

// A call with such a name is taken for an assertion: what is not proven to lack one is not reported.
const sayingSo =
	/assert|check|verif|expect|should|ensure|validat|raises|warns|deprecated|fail|snapshot|compar|match|must|approx|benchmark|resource_count|^has_/i;
const telling =
	/\bassert\b|\braise\b|\bsys\.exit\b|\bcheck\s*=\s*True\b|\braise_for_status\b|\bskip(?:Test)?\b/;
const tellingDecorator = /^(?:scenario|scenarios|skip\w*|xfail|expectedFailure|benchmark|\w*snapshot\w*)$/;

const callsOf = (texts: readonly string[]): string[] => [
	...new Set(texts.flatMap(text => [...text.matchAll(called)].map(([, name]) => name ?? ''))),
];

interface Open {
	readonly name: string;
	readonly line: number;
	readonly indent: number;
	readonly isAsync: boolean;
	readonly classes: readonly string[];
	readonly decorators: readonly string[];
	readonly header: string;
	readonly start: number;
	readonly units: { head: string; inner: string[]; start: number; end: number }[];
	/** Of the body's first statement; -1 before it. */
	body: number;
}

interface OpenClass {
	readonly name: string;
	readonly line: number;
	readonly indent: number;
	readonly bases: readonly string[];
	readonly isNested: boolean;
	readonly isDecorated: boolean;
	hasInit: boolean;
	tests: number;
}

const isText = (text: string): boolean => /^[rRuUbB]{0,2}["']/.test(text);

const parametersOf = (header: string): string[] =>
	[...header.slice(header.indexOf('(') + 1).matchAll(/[(,]?\s*(\w+)\s*(?=[,:=)])/g)].map(
		([, name]) => name ?? '',
	);

const closed = (
	open: Open,
	text: string,
	lineStarts: readonly number[],
): { test: TestFunction; helper: TestHelper } => {
	const { name, line, classes, isAsync, decorators, header } = open;
	const units = open.units.filter(({ head }) => !isText(head));
	const texts = units.flatMap(({ head, inner }) => [head, ...inner]);
	const calls = callsOf(texts);
	const isEmpty = units.every(({ head }) => head === 'pass' || head === '...');
	const asserts =
		isEmpty ||
		calls.some(call => sayingSo.test(call)) ||
		texts.some(each => telling.test(each)) ||
		decorators.some(each => tellingDecorator.test(each));
	const used = asserts ? [] : [...calls, ...parametersOf(header)].slice(0, 60);
	return {
		test: {
			name,
			line,
			classes,
			isAsync,
			decorators,
			asserts,
			calls: used,
			...orderOf(units),
			steps: stepsOf(units, text, open.start, lineStarts),
		},
		helper: { name, asserts: !isEmpty && asserts, calls: used },
	};
};

/** Follows `forEachStatement` through one test file. */
const readTests = (
	text: string,
	lineStarts: readonly number[],
): Omit<
	TestCode,
	| 'outside'
	| 'fakes'
	| 'setsCredentials'
	| 'doubles'
	| 'runsCoroutines'
	| 'containers'
	| 'sqlite'
	| 'hasLocalstack'
	| 'oldMocks'
	| 'choosesMoto'
> => {
	const tests: TestFunction[] = [];
	const helpers: TestHelper[] = [];
	const classes: TestClass[] = [];
	const derivedFrom = new Set<string>();
	const expecting: (readonly [number, number])[] = [];
	const around: OpenClass[] = [];
	const watching: { readonly indent: number; readonly line: number }[] = [];
	let decorators: string[] = [];
	let open: Open | null = null;
	let line = 0;
	const closeFunction = (): void => {
		if (!open) return;
		const { test, helper } = closed(open, text, lineStarts);
		if (open.name.startsWith('test') && !open.decorators.includes('fixture')) tests.push(test);
		else helpers.push(helper);
		open = null;
	};
	const closeDownTo = (indent: number): void => {
		for (let last = watching.at(-1); last && last.indent >= indent; last = watching.at(-1)) {
			expecting.push([last.line, line]);
			watching.pop();
		}
		if (open && indent <= open.indent) closeFunction();
		for (let last = around.at(-1); last && last.indent >= indent; last = around.at(-1)) {
			const { indent: _, ...found } = last;
			if (found.tests > 0) classes.push(found);
			around.pop();
		}
	};
	forEachStatement(text, (start, end, indent, inline) => {
		const statement = text.slice(start, Math.min(end, start + 3000));
		if (inline) {
			line = positionAt(lineStarts, start).line;
			if (!open) return;
			const unit = open.units.at(-1);
			if (unit) unit.inner.push(statement);
			else open.units.push({ head: statement, inner: [statement], start, end });
			return;
		}
		// A header that goes on what stands before it does not end a block that expects something.
		closeDownTo(indent);
		line = positionAt(lineStarts, start).line;
		const lastLine = positionAt(lineStarts, Math.max(start, end - 1)).line;
		if (isExpecting(statement)) watching.push({ indent, line });
		if (open) {
			line = lastLine;
			if (open.body === -1) open.body = indent;
			const unit = open.units.at(-1);
			const isInner =
				indent > open.body && unit && (isExpecting(unit.head) || !/^(?:async\s+)?with\b/.test(unit.head));
			if (unit && (isInner || (indent === open.body && continues.test(statement)))) {
				unit.inner.push(statement);
			} else if (unit && indent > open.body && !isInner) {
				// What a plain `with` holds counts as if it stood outside; the header itself arranges.
				open.units.push({ head: statement, inner: [], start, end });
			} else open.units.push({ head: statement, inner: [], start, end });
			return;
		}
		if (statement.startsWith('@')) {
			decorators.push(/^@\s*[\w.]*?(\w+)\s*(?:\(|$)/.exec(statement)?.[1] ?? '');
			return;
		}
		const found = functionHead.exec(statement);
		const owner = around.at(-1);
		if (found) {
			const name = found[2] ?? '';
			if (owner && name === '__init__') owner.hasInit = true;
			if (owner && name.startsWith('test')) owner.tests++;
			open = {
				name,
				line,
				indent,
				isAsync: found[1] !== undefined,
				classes: around.map(({ name: each }) => each),
				decorators,
				header: statement,
				start,
				units: [],
				body: -1,
			};
		} else {
			const heading = classHead.exec(statement);
			if (heading) {
				const bases = (heading[2] ?? '')
					.split(',')
					.map(base => base.trim())
					.filter(base => base !== '' && base !== 'object');
				for (const base of bases) derivedFrom.add(/(\w+)\W*$/.exec(base)?.[1] ?? base);
				around.push({
					name: heading[1] ?? '',
					line,
					indent,
					bases,
					isNested: around.length > 0,
					isDecorated: decorators.length > 0,
					hasInit: false,
					tests: 0,
				});
			}
		}
		decorators = [];
	});
	closeDownTo(0);
	return { tests, helpers, classes, derivedFrom: [...derivedFrom], expecting };
};

const double = /\b(?:Magic|Async)?Mock\(([^()]*)/g;

const doublesIn = (text: string, lineStarts: readonly number[]): TestCode['doubles'] => {
	let specified = [...text.matchAll(/\bcreate_autospec\(|\bautospec\s*=\s*True/g)].length;
	let bare = 0;
	let firstBare = 0;
	for (const { 0: found, index } of text.matchAll(double)) {
		if (/\b(?:spec|spec_set|wraps)\s*=/.test(found) || /\(\s*[A-Z]\w*/.test(found)) specified++;
		else {
			bare++;
			if (firstBare === 0) firstBare = positionAt(lineStarts, index).line;
		}
	}
	return { specified, bare, firstBare };
};

/** How tests are written, by one walk over the statements; ruff's one run says whether a file is valid. */
export default defineFileGatherer({
	fact: 'testCode',
	version: 6,
	wave: 'code',
	wants: mayBeTestPath,
	extract(file, engines): TestCode | null {
		const { text, lineStarts } = file;
		if (!/\S/.test(text)) return null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		return {
			...readTests(text, lineStarts),
			...outsideOf(text, lineStarts),
			...servicesOf(text, lineStarts),
			runsCoroutines: /\bpytest_pyfunc_call\b/.test(text),
			doubles: doublesIn(text, lineStarts),
		};
	},
});
