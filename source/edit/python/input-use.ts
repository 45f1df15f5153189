import type { SgNode } from '@ast-grep/napi';
import type { CodeSite } from '../../core/facts/code-site.ts';
import type { InputUse, RawSink, TokenRead } from '../../core/facts/input-use.ts';
import type { SourceFile } from '../../core/gather.ts';
import { argumentsOf, keywordValue } from './calls.ts';
import { siteOf as siteFor } from './code-site.ts';
import { namesIn, qualifiedName } from './names.ts';
import { enclosing } from './nodes.ts';

const siteOf = (file: SourceFile, node: SgNode, check: string, codes: readonly string[] = []): CodeSite =>
	siteFor(file, node, { ids: ['8.4', 'input-validation', `input-validation/${check}`], codes });

const decoding = /^(?:jwt|jose\.jwt|jwt\.api_jwt)\.decode$/;
const peeking = /^jose\.jwt\.get_unverified_claims$/;

const isFalse = (node: SgNode | null): boolean => node?.text() === 'False';

const verifies = (call: SgNode): boolean => {
	if (isFalse(keywordValue(call, 'verify'))) return false;
	const options = keywordValue(call, 'options')?.text() ?? '';
	if (/["']verify_signature["']\s*:\s*False/.test(options)) return false;
	return !/["']none["']/i.test(keywordValue(call, 'algorithms')?.text() ?? '');
};

const functionOf = (node: SgNode): string =>
	enclosing(node, ['function_definition'])?.field('name')?.text() ?? '';

/** Bodies and queries as frameworks give them, before anything looked at them. */
const rawForms: readonly { readonly framework: RegExp; readonly form: RegExp }[] = [
	{
		framework: /^\s*(?:from|import) flask\b/m,
		form: /^(?:flask\.)?request\.(?:get_json\([^()]*\)|json)(?:\[.*\]|\.get\(.*\))$/s,
	},
	{
		framework: /^\s*(?:from|import) (?:fastapi|starlette)\b/m,
		form: /^await \w*request\.(?:json|form)\(\)$/,
	},
	{ framework: /^\s*(?:from|import) django\b/m, form: /^json\.loads\(\s*\w*request\.body\b.*\)$/s },
	{ framework: /aws_lambda_powertools/, form: /\.current_event\.json_body\[.*\]$/s },
];

const outside =
	/\bevent\s*(?:\[\s*|\.get\(\s*)["'](?:body|queryStringParameters|pathParameters|multiValueQueryStringParameters|arguments|input|detail)["']|\b(?:flask\.)?request\.(?:json|form|args|values|get_json\()|\brequest\.(?:GET|POST)\b|\.current_event\.(?:json_body|body|query_string_parameters)\b/;
const cleaned =
	/^(?:int|float|bool|len|UUID|uuid\.UUID|Decimal|datetime\.fromisoformat|date\.fromisoformat|secure_filename|shlex\.quote|escape|html\.escape)\(|model_validate|parse_obj|\bparse\(|validate/;

const interpolates = (text: string): boolean => /^\s*[rRbB]?[fF]["']|%\s*[\w(]|\.format\(|\+/.test(text);

/** What a call does with an argument that it runs, opens or asks a database; null for other calls. */
const dangerOf = (
	call: SgNode,
	qualified: string,
): { readonly into: RawSink['into']; readonly argument: SgNode } | null => {
	const [first] = argumentsOf(call).positional;
	if (!first) return null;
	const callee = call.field('function')?.text() ?? '';
	const shell = keywordValue(call, 'shell')?.text() === 'True';
	if (/^os\.(?:system|popen)$/.test(qualified) || (shell && qualified.startsWith('subprocess.')))
		return { into: 'shell', argument: first };
	if (callee === 'eval' || callee === 'exec') return { into: 'code', argument: first };
	if (/\.(?:execute|executemany|executescript)$/.test(callee) && interpolates(first.text()))
		return { into: 'SQL', argument: first };
	if (callee === 'open') return { into: 'file', argument: first };
	if (/(?:^|\.)render_template_string$/.test(callee)) return { into: 'template', argument: first };
	return null;
};

const identifiers = (node: SgNode): ReadonlySet<string> =>
	new Set(
		(node.kind() === 'identifier' ? [node] : node.findAll({ rule: { kind: 'identifier' } })).map(each =>
			each.text(),
		),
	);

/** Values from outside that reach a sink in the function that takes them, at most by way of one variable. */
const sinksIn = (file: SourceFile, root: SgNode): readonly RawSink[] => {
	if (!outside.test(file.text)) return [];
	const names = namesIn(root);
	return root.findAll({ rule: { kind: 'call' } }).flatMap((call): RawSink[] => {
		const callee = call.field('function');
		if (!callee) return [];
		const danger = dangerOf(call, qualifiedName(callee, names) ?? callee.text());
		const scope = danger && enclosing(call, ['function_definition']);
		if (!danger || !scope || !outside.test(scope.text())) return [];
		const { into, argument } = danger;
		const site = (): RawSink => ({ ...siteOf(file, call, 'lambda-input', ['S608', 'S602', 'S605']), into });
		if (outside.test(argument.text()) && !cleaned.test(argument.text())) return [site()];
		const used = identifiers(argument);
		const isTainted = scope.findAll({ rule: { kind: 'assignment' } }).some(assignment => {
			const left = assignment.field('left');
			const right = assignment.field('right')?.text() ?? '';
			return (
				left?.kind() === 'identifier' && used.has(left.text()) && outside.test(right) && !cleaned.test(right)
			);
		});
		return isTainted ? [site()] : [];
	});
};

const checks =
	/\bmodel_validate(?:_json)?\b|\bTypeAdapter\b|\bevent_parser\b|enable_validation\s*=\s*True|\bjsonschema\b|\bvalidate(?:_json|_schema)?\(|\.is_valid\(|\bSchema\(|Serializer\(|\bwebargs\b|\buse_args\b|\buse_kwargs\b|\bBaseModel\b|\bmsgspec\b|\bcattrs\b|\bcerberus\b|\bvoluptuous\b|Form\(|\bmarshmallow\b|\brest_framework\b|validate_on_submit/;
const namedSo =
	/^\s*from [\w.]*(?:schema|model|serializer|validat|form)[\w.]* import|^\s*from \.?[\w.]* import [^\n]*\b(?:[A-Z]\w+(?:Schema|Model|Request|Serializer|Form)|validate\w*|parse_\w+)\b/m;

const central =
	/\b(?:APIRouter|FastAPI|include_router)\([^)]{0,400}\bdependencies\s*=|@\w+\.before_request\b|\.add_middleware\(\s*\w*Auth|@\w+\.middleware\(|DEFAULT_AUTHENTICATION_CLASSES|DEFAULT_PERMISSION_CLASSES|\bAuthenticationMiddleware\b/;
const serving =
	/^\s*@\w+(?:\.\w+)*\.(?:get|post|put|patch|delete|route)\(\s*["']\/|^\s*(?:urlpatterns)\s*=|\bAPIView\b|\bViewSet\b/m;
const reading = /headers(?:\.get\(\s*|\[\s*)["'][Aa]uthorization["']\s*[\])](?!\s*=[^=])/;

const nodeAt = (root: SgNode, file: SourceFile, pattern: RegExp): SgNode | null => {
	const match = pattern.exec(file.text);
	if (!match) return null;
	const line = file.text.slice(0, match.index + match[0].search(/\S/)).split('\n').length - 1;
	return (
		root
			.findAll({
				rule: {
					any: [{ kind: 'call' }, { kind: 'subscript' }, { kind: 'assignment' }, { kind: 'decorator' }],
				},
			})
			.find(node => node.range().start.line === line) ?? null
	);
};

/** What a file does with input from outside. */
export const readInputUse = (file: SourceFile, root: SgNode): InputUse => {
	const names = namesIn(root);
	const calls = root.findAll({ rule: { kind: 'call' } });
	const tokens = calls.flatMap((call): TokenRead[] => {
		const callee = call.field('function');
		const name = callee ? (qualifiedName(callee, names) ?? callee.text()) : '';
		if (!decoding.test(name) && !peeking.test(name)) return [];
		return [
			{
				...siteOf(file, call, 'jwt'),
				verifies: decoding.test(name) && verifies(call),
				function: peeking.test(name) ? `unverified ${functionOf(call)}` : functionOf(call),
			},
		];
	});
	const forms = rawForms.filter(({ framework }) => framework.test(file.text));
	const raw =
		forms.length === 0
			? []
			: root
					.findAll({ rule: { any: [{ kind: 'subscript' }, { kind: 'call' }, { kind: 'await' }] } })
					.filter(node => forms.some(({ form }) => form.test(node.text())))
					.map(node => siteOf(file, node, 'web-input'));
	const header = nodeAt(root, file, reading);
	const place = nodeAt(root, file, central);
	return {
		tokens,
		authorization: header && siteOf(file, header, 'auth-central'),
		raw,
		sinks: sinksIn(file, root),
		validates: checks.test(file.text) || namedSo.test(file.text),
		central: place && siteOf(file, place, 'auth-central'),
		serves: serving.test(file.text),
	};
};
