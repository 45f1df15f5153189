import type { CiFile, MakeRule, PlacedText } from '../../../core/facts/ci-files.ts';

// https://www.gnu.org/software/make/manual/make.html
// Both sides of a conditional are read: which one runs is decided elsewhere.

/** Lines of a text with the lines that they go on over; `\` at the end is kept in the text. */
interface LogicalLine {
	readonly text: string;
	readonly line: number;
	readonly physical: readonly string[];
}

const logicalLines = (text: string): readonly LogicalLine[] => {
	const lines = text.split('\n').map(line => (line.endsWith('\r') ? line.slice(0, -1) : line));
	const found: LogicalLine[] = [];
	for (let at = 0; at < lines.length; at++) {
		const physical = [lines[at] ?? ''];
		while ((physical.at(-1) ?? '').endsWith('\\') && at + physical.length < lines.length) {
			physical.push(lines[at + physical.length] ?? '');
		}
		found.push({ text: physical.join('\n'), line: at + 1, physical });
		at += physical.length - 1;
	}
	return found;
};

const recipeOf = ({ physical, line }: LogicalLine, from: number): PlacedText => {
	const parts: { at: number; line: number; column: number }[] = [];
	let text = '';
	physical.forEach((whole, at) => {
		const skipped = at === 0 ? from : (/^\s*/.exec(whole)?.[0].length ?? 0);
		if (at > 0) text += '\n';
		parts.push({ at: text.length, line: line + at, column: skipped + 1 });
		text += whole.slice(skipped);
	});
	return { text, parts };
};

const assignment =
	/^(?:export[ \t]+|override[ \t]+)*([A-Za-z_.][\w.-]*)[ \t]*(::?:?=|\?=|\+=|!=|=)[ \t]*([\s\S]*)$/;
const ruleHead = /^([^\t=:#][^=:#]*?)[ \t]*(?:&?::?)(?!=)([\s\S]*)$/;
const conditional = /^(?:ifeq|ifneq|ifdef|ifndef|else|endif|endef|vpath|unexport)\b/;

const uncommented = (text: string): string => text.replace(/(?:^|\s)#.*$/s, '');

/** A Makefile as far as targets and their recipes go. */
export const readMakefile = (text: string): CiFile => {
	const variables = new Map<string, string>();
	const includes: string[] = [];
	const rules: { -readonly [Key in keyof MakeRule]: MakeRule[Key] }[] = [];
	let recipe: PlacedText[] | null = null;
	let defining: { readonly name: string; readonly lines: string[] } | null = null;
	let prefix = '\t';
	for (const logical of logicalLines(text)) {
		const joined = logical.text.replace(/[ \t]*\\\n[ \t]*/g, ' ');
		if (defining) {
			if (/^[ \t]*endef\b/.test(joined)) {
				variables.set(defining.name, defining.lines.join('\n'));
				defining = null;
			} else defining.lines.push(joined);
			continue;
		}
		if (recipe && logical.text.startsWith(prefix)) {
			const bare = /^\s*/.exec(logical.physical[0] ?? '')?.[0].length ?? 0;
			if (logical.text.trim() !== '' && !logical.text.trim().startsWith('#'))
				recipe.push(recipeOf(logical, bare));
			continue;
		}
		const line = joined.trim();
		if (line === '' || line.startsWith('#') || conditional.test(line)) continue;
		const defined = /^define[ \t]+([\w.-]+)/.exec(line)?.[1];
		if (defined !== undefined) {
			defining = { name: defined, lines: [] };
			continue;
		}
		const included = /^[-s]?include[ \t]+(.*)$/.exec(line)?.[1];
		if (included !== undefined) {
			includes.push(...uncommented(included).trim().split(/\s+/));
			continue;
		}
		const assigned = assignment.exec(line);
		if (assigned) {
			const [, name = '', operation = '=', value = ''] = assigned;
			const bare = uncommented(value).trim();
			if (name === '.RECIPEPREFIX') prefix = bare === '' ? '\t' : bare;
			if (operation === '+=') variables.set(name, `${variables.get(name) ?? ''} ${bare}`.trim());
			else if (operation === '!=') variables.set(name, `$(shell ${bare})`);
			else if (operation !== '?=' || !variables.has(name)) variables.set(name, bare);
			continue;
		}
		const head = ruleHead.exec(line);
		if (!head) continue;
		const [, targets = '', rest = ''] = head;
		const own = assignment.exec(rest.trim());
		if (own && !rest.includes(';')) {
			// A variable of a target: `lint: FLAGS = -q`.
			if (!variables.has(own[1] ?? '')) variables.set(own[1] ?? '', uncommented(own[3] ?? '').trim());
			continue;
		}
		const [prerequisites = '', ...inline] = rest.split(';');
		recipe = [];
		if (inline.length > 0) {
			const first = inline.join(';').trim();
			recipe.push({
				text: first,
				parts: [{ at: 0, line: logical.line, column: logical.text.indexOf(first) + 1 }],
			});
		}
		rules.push({
			targets: targets.trim().split(/\s+/),
			prerequisites: uncommented(prerequisites).replace('|', ' ').trim(),
			line: logical.line,
			recipe,
		});
	}
	const special = (name: string): MakeRule | undefined => rules.find(({ targets }) => targets.includes(name));
	return {
		kind: 'make',
		variables: Object.fromEntries(variables),
		rules,
		includes,
		oneshell: special('.ONESHELL')?.line ?? null,
		ignore: special('.IGNORE')?.prerequisites === '' ? (special('.IGNORE')?.line ?? null) : null,
		shellFlags: variables.get('.SHELLFLAGS') ?? null,
	};
};
