import { nameIn } from '../../core/folders.ts';
import { isTable, pointerOf, stringAt, tableAt } from '../../core/data.ts';
import type { Data, Table } from '../../core/facts/config.ts';
import type { Path, Span, TemplateFile, TemplateKind } from '../../core/facts/templates.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';
import type { YamlNode, YamlText } from '../../edit/yaml.ts';
import { longFormOf, rangeOf, readYaml, YamlShapeError } from '../../edit/yaml.ts';
import { findComments } from '../../edit/yaml-comments.ts';

const isServerlessName = (name: string): boolean => /^serverless(?:[.-][\w-]+)?\.(?:ya?ml|json)$/.test(name);
const isChaliceConfig = (path: string): boolean => /(?:^|\/)\.chalice\/config\.json$/.test(path);
const isZappaName = (name: string): boolean => /^zappa_settings\.(?:ya?ml|json)$/.test(name);

const typed = /["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::/;
const withResources = /["']?Resources["']?\s*:/;
const withHandler = /^\s+handler\s*:/m;

/** What the file can be, from its name and a look at its text; the parse decides. */
const guess = ({
	path,
	text,
}: SourceFile): 'serverless' | 'chalice' | 'zappa' | 'resources' | 'part' | null => {
	const name = nameIn(path);
	if (isChaliceConfig(path)) return 'chalice';
	if (isZappaName(name)) return 'zappa';
	if (isServerlessName(name) && /\bservice\b/.test(text)) return 'serverless';
	if (typed.test(text) && withResources.test(text)) return 'resources';
	return /\.ya?ml$/.test(name) && withHandler.test(text) && !/^(?:apiVersion|openapi|swagger)\s*:/m.test(text)
		? 'part'
		: null;
};

const hasResources = (value: Table): boolean =>
	Object.values(tableAt(value, ['Resources']) ?? {}).some(
		resource => stringAt(resource, ['Type']) !== undefined,
	);

const isSam = (value: Table): boolean =>
	JSON.stringify(value['Transform'] ?? '').includes('AWS::Serverless-2016-10-31') ||
	Object.values(tableAt(value, ['Resources']) ?? {}).some(resource =>
		stringAt(resource, ['Type'])?.startsWith('AWS::Serverless::'),
	);

/** Every function's code already lies in a bucket: the output of `sam package`. */
const isPackaged = (value: Table): boolean => {
	const code = Object.values(tableAt(value, ['Resources']) ?? {})
		.filter(resource => stringAt(resource, ['Type']) === 'AWS::Serverless::Function')
		.map(resource => stringAt(resource, ['Properties', 'CodeUri']));
	return code.length > 0 && code.every(uri => uri?.startsWith('s3://'));
};

const kindOf = (guessed: ReturnType<typeof guess>, value: Table): TemplateKind | null => {
	switch (guessed) {
		case 'chalice':
		case 'zappa':
			return guessed;
		case 'serverless': {
			const provider = value['provider'];
			return provider === 'aws' || stringAt(provider, ['name']) === 'aws' ? 'serverless' : null;
		}
		case 'resources':
			if (!hasResources(value) || isPackaged(value)) return null;
			return isSam(value) ? 'sam' : 'cloudformation';
		case 'part':
			return Object.values(value).some(part => stringAt(part, ['handler']) !== undefined)
				? 'serverless-part'
				: null;
		case null:
			return null;
	}
};

// Deeper values are read, their places are not needed.
const placedDepth = 12;

const spansOf = (
	file: SourceFile,
	yaml: YamlText,
): { readonly value: Data; readonly spans: Record<string, Span> } => {
	const spans: [string, Span][] = [];
	const place = (path: Path, node: YamlNode): void => {
		if (path.length > placedDepth) return;
		const [start, end] = rangeOf(node);
		const from = positionAt(file.lineStarts, start);
		const to = positionAt(file.lineStarts, end);
		spans.push([pointerOf(path), [from.line, from.column, to.line, to.column]]);
	};
	const value = longFormOf(yaml, place, 'lenient');
	return { value, spans: Object.fromEntries(spans) };
};

const engineOf = (text: string): string | null => {
	if (/\{\{\s*cookiecutter\b/.test(text)) return 'cookiecutter';
	return /\{%[-+ ]|\{\{(?!resolve:)/.test(text) ? 'Jinja' : null;
};

const unread = ({ path, text }: SourceFile, line: number, message: string): TemplateFile => {
	const types = new Set(text.match(/\bAWS::\w+::\w+/g));
	if (/^\s+handler\s*:/m.test(text)) types.add('AWS::Lambda::Function');
	return { outcome: 'unread', path, line, message, types: [...types].toSorted() };
};

/** A template that a program fills in first. */
const generated = (file: SourceFile, engine: string): TemplateFile => {
	const offset = file.text.search(/\{\{(?!resolve:)|\{%/);
	const { line } = positionAt(file.lineStarts, Math.max(0, offset));
	return unread(file, line, `The template is itself made by ${engine} and is not read`);
};

const broken = (
	file: SourceFile,
	guessed: ReturnType<typeof guess>,
	line: number,
	message: string,
): TemplateFile | null => {
	// A file that only might be part of a Serverless service disturbs nobody.
	if (guessed === 'part') return null;
	const engine = engineOf(file.text);
	return engine === null
		? unread(file, line, `The template does not parse: ${message}`)
		: generated(file, engine);
};

const read = (file: SourceFile, guessed: ReturnType<typeof guess>): TemplateFile | null => {
	if (engineOf(file.text) === 'cookiecutter') return generated(file, 'cookiecutter');
	const reading = readYaml(file.text);
	if (!reading.ok) return broken(file, guessed, reading.line, reading.message);
	const { value, spans } = spansOf(file, reading.yaml);
	if (!isTable(value)) return null;
	const kind = kindOf(guessed, value);
	if (kind === null) return null;
	// JSON has no use for braces in pairs: what a scaffold fills in is nobody's configuration yet.
	if (kind === 'chalice' && /\{\{\s*\w+\s*\}\}/.test(file.text)) return generated(file, 'Jinja');
	const comments = reading.yaml.json
		? []
		: findComments(file.text).map(
				({ text, start }) => [positionAt(file.lineStarts, start).line, text.slice(0, 200)] as const,
			);
	return { outcome: 'read', path: file.path, kind, value, spans, comments: Object.fromEntries(comments) };
};

export default defineFileGatherer({
	fact: 'templates',
	version: 3,
	wave: 'config',
	wants(path) {
		const name = nameIn(path);
		if (!/\.(?:ya?ml|json|template)$/.test(name) || /(?:^|\/)cdk\.out\//.test(path)) return false;
		return !/^(?:package(?:-lock)?|tsconfig|composer|Pipfile\.lock|pnpm-lock)\.(?:json|ya?ml)$/.test(name);
	},
	extract(file) {
		const guessed = guess(file);
		if (guessed === null) return null;
		try {
			return read(file, guessed);
		} catch (thrown) {
			if (!(thrown instanceof YamlShapeError)) throw thrown;
			return broken(file, guessed, positionAt(file.lineStarts, thrown.offset).line, thrown.message);
		}
	},
});
