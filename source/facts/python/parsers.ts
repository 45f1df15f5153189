import type { ParserFunction, ParserModule, ValidatedModel } from '../../core/facts/parsers.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { isTestPath } from '../../core/test-paths.ts';
import { positionAt } from '../../core/text.ts';
import { forEachStatement } from '../../edit/python/statements.ts';

const verbs = 'parse|decode|deserialize|from|loads|normali[sz]e|sanitize|validate|tokenize|convert';
const prefilter = new RegExp(
	`^(?:async )?def (?:${verbs})_?\\w*\\(|^[ \\t]+@(?:\\w+\\.)?(?:field_validator|model_validator|validator|root_validator)\\(`,
	'm',
);
const head = new RegExp(
	`^(async[ \\t]+)?def[ \\t]+((?:${verbs})(?:_\\w+)?)\\s*\\(\\s*(\\w+)\\s*:\\s*(str|bytes|dict|Mapping|Any|list)\\b([\\s\\S]*)$`,
);
const place = /^(?:(?:\w*_)?(?:path|file|filename|folder|directory|dir|url|uri|dsn|table|bucket|key|name))$/;
const effects =
	/\b(?:open|input|print|urlopen)\s*\(|\b(?:requests|httpx|boto3|subprocess|socket|shutil|sqlite3|os)\.|\.(?:read_text|read_bytes|write_text|write_bytes|execute|query|commit|mkdir|exists|cursor|fetch\w*)\s*\(|\bawait\b|\bglobal\b|\bself\b/;
const branch = /^(?:if|elif|for|while|except|case|match)\b/;
const raised = /^raise\s+([A-Za-z_][\w.]*)/;
const classHead = /^class[ \t]+(\w+)[ \t]*(?:\[[^\]]*\])?[ \t]*\(([\s\S]*)\)\s*:?\s*$/;
const validator = /^@(?:\w+\.)?(?:field_validator|model_validator|validator|root_validator)\b/;

interface Open {
	readonly name: string;
	readonly line: number;
	readonly takes: string;
	readonly isAsync: boolean;
	readonly required: number;
	readonly parameter: string;
	branches: number;
	isPure: boolean;
	readonly raises: Set<string>;
}

/** Parameters behind the first without a default; annotations with commas count more, which only makes it careful. */
const furtherRequired = (rest: string): number =>
	rest
		.slice(0, rest.lastIndexOf(')'))
		.replaceAll(/\[[^\]]*\]/g, '')
		.split(',')
		.slice(1)
		.filter(part => /^\s*\w+\s*(?::|$)/.test(part) && !part.includes('=')).length;

/** Functions and models that take in what others send, of files that may have some; by one walk over statements. */
export default defineFileGatherer({
	fact: 'parsers',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py') && !isTestPath(path),
	extract({ text, lineStarts }): ParserModule | null {
		if (!prefilter.test(text)) return null;
		const functions: ParserFunction[] = [];
		const models: ValidatedModel[] = [];
		const speaksPydantic = text.includes('pydantic');
		let open: Open | null = null;
		let model: { name: string; line: number; validators: number } | null = null;
		const close = (): void => {
			// One line that hands its input on has nothing of its own to test.
			if (open && open.branches > 0 && !place.test(open.parameter)) {
				const { parameter: _, raises, ...found } = open;
				functions.push({ ...found, raises: [...raises] });
			}
			open = null;
		};
		const closeModel = (): void => {
			if (model && model.validators > 0) {
				models.push({ name: model.name, line: model.line, validators: model.validators });
			}
			model = null;
		};
		forEachStatement(text, (start, end, indent, inline) => {
			const statement = text.slice(start, Math.min(end, start + 2000));
			if (indent === 0 && !inline) {
				close();
				closeModel();
				const line = positionAt(lineStarts, start).line;
				const found = head.exec(statement);
				if (found && !(found[2] ?? '').startsWith('_')) {
					open = {
						name: found[2] ?? '',
						line,
						takes: found[4] ?? '',
						isAsync: found[1] !== undefined,
						required: 1 + furtherRequired(found[5] ?? ''),
						parameter: found[3] ?? '',
						branches: 0,
						isPure: true,
						raises: new Set(),
					};
					return;
				}
				const heading = speaksPydantic ? classHead.exec(statement) : null;
				if (heading) model = { name: heading[1] ?? '', line, validators: 0 };
				return;
			}
			if (model && validator.test(statement)) model.validators++;
			if (!open) return;
			if (branch.test(statement)) open.branches++;
			if (effects.test(statement)) open.isPure = false;
			const error = raised.exec(statement)?.[1];
			if (error !== undefined) open.raises.add(error);
		});
		close();
		closeModel();
		return functions.length + models.length > 0 ? { functions, models } : null;
	},
});
