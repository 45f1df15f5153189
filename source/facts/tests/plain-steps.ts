import { standardLibrary } from '../../edit/python/standard-library.ts';

// What a test is about cannot be told from its text alone. These rules leave out each test in which the call before
// the assertions may be there only to look at what an earlier one did, or in which an assertion acts itself.

const builtin =
	/^(?:abs|all|any|bool|bytes|dict|enumerate|filter|float|format|frozenset|getattr|hasattr|hash|id|int|isinstance|issubclass|iter|len|list|map|max|min|next|open|print|range|repr|reversed|round|set|sorted|str|sum|tuple|type|vars|zip)$/;
/** Methods that hand out what an object holds already. */
const reading =
	/^(?:all|as_posix|call|capitalize|copy|count|date|decode|encode|endswith|exists|fetchall|fetchone|filter|find|findall|find_all|first|format|get|get_data|get_json|getvalue|group|groups|index|isoformat|items|join|json|keys|listdir|lower|match|one|pop|query|read|read_bytes|read_text|readlines|readouterr|replace|search|select|split|splitlines|startswith|strip|values|upper|where)$/;
/** Of `get`: the request itself rather than the look into a table. */
const requesting = /(?:api|app|browser|client|http|httpx|page|requests?|session|test_?client)$/i;
/** Calls without a result that are there to prepare something. */
const preparing =
	/^(?:activate|add|append|assign|attach|chdir|clear|commit|configure|create|delenv|disable|enable|extend|fill|flush|insert|load|login|mkdir|mock|patch|populate|prepare|push|put|refresh|register|reset|returns?|save|seed|setattr|setdefault|setenv|setitem|set|start|store|stub|touch|update|use|write)(?:_\w+)?$/;
const double =
	/^(?:mocker|mock|monkeypatch|patch|Mock|MagicMock|AsyncMock|PropertyMock|responses|respx|httpretty)$/;

/** Without what stands in brackets and in quotes. */
const outline = (code: string): string => {
	let text = code.replaceAll(/(["'])(?:\\.|(?!\1)[^\\\n])*\1/g, '""');
	for (let before = ''; before !== text;) {
		before = text;
		text = text.replaceAll(/\(\s*[^()]+\)|\(\s+\)/g, '()').replaceAll(/\[[^[\]()]*\]/g, '');
	}
	return text;
};

/** The names of a chain of calls: `['client', 'get']` for `client.get(url)`; null for anything else. */
const chainIn = (code: string): readonly string[] | null => {
	const match = /^(?:await\s+)?([A-Za-z_]\w*(?:\s*\(\)|\s*\.\s*\w+)*)\s*$/.exec(outline(code).trim());
	return match?.[1]?.includes('(') ? (match[1].match(/\w+/g) ?? null) : null;
};

/** What is assigned; all of it where nothing is. */
const valueIn = (statement: string): string =>
	/^[\w.]+(?:[ \t]*:[^=\n]+)?[ \t]*=(?!=)([\s\S]*)$/.exec(statement)?.[1] ?? statement;

const ownsWork = (chain: readonly string[]): boolean => {
	const [root = ''] = chain;
	const last = chain.at(-1) ?? '';
	if (builtin.test(root) || standardLibrary.has(root) || double.test(root)) return false;
	if (last === 'get') return requesting.test(chain.at(-2) ?? '');
	return chain.length === 1 || !reading.test(last);
};

const isOfDouble = (statement: string): boolean =>
	/(?:^|_)(?:stub|mock)/i.test(chainIn(statement)?.[0] ?? '') || double.test(chainIn(statement)?.[0] ?? '');

/** The names that calls before have given their result to. */
const resultsIn = (statements: readonly string[]): ReadonlySet<string> =>
	new Set(
		statements.flatMap(statement => {
			const name = /^\w+(?=[^=(]*=(?!=))/.exec(statement)?.[0];
			const made = chainIn(valueIn(statement))?.at(-1);
			return name !== undefined && made !== undefined && /^[a-z_]/.test(made) ? [name] : [];
		}),
	);

/** The call that the test is about, rather than one that looks at what those before it did. */
export const isPlainlyAct = (statement: string, before: readonly string[]): boolean => {
	const value = valueIn(statement);
	const chain = chainIn(value);
	if (chain === null || !ownsWork(chain)) return false;
	if (!/^(?:describe|extract|fetch|find|get|list)_/.test(chain.at(-1) ?? '')) return true;
	// `store.add(x)` and then `store.list_all()`: it cannot be told which of the two is tested.
	if (before.some(each => valueIn(each) === each && chainIn(each) !== null && !isOfDouble(each)))
		return false;
	const results = resultsIn(before);
	return !(value.match(/[A-Za-z_]\w*/g) ?? []).some(name => results.has(name));
};

/** Prepares, rather than doing already what the test is about. */
export const isPlainlyArranging = (statement: string, act: string): boolean => {
	const value = valueIn(statement);
	const chain = chainIn(value);
	if (chain === null) return true;
	if (value === statement)
		return isOfDouble(statement) || (chain.length > 1 && chain.some(name => preparing.test(name)));
	return chain.join('.') !== chainIn(valueIn(act))?.join('.');
};

/** Calls nothing but what reads, compares or makes an expected value. */
export const isPlainlyAsserting = (statement: string): boolean =>
	[...statement.replaceAll(/(["'])(?:\\.|(?!\1)[^\\\n])*\1/g, '""').matchAll(/(\w[\w.]*)\s*\(/g)].every(
		([, callee = '']) => {
			const parts = callee.split('.');
			const last = parts.at(-1) ?? '';
			return (
				/^(?:and|assert|if|in|is|not|or|for)$/.test(callee) ||
				/^assert|^[A-Z]/.test(last) ||
				reading.test(last) ||
				builtin.test(callee) ||
				standardLibrary.has(parts[0] ?? '') ||
				/^(?:pytest|np|numpy|pd|torch)$/.test(parts[0] ?? '')
			);
		},
	);
