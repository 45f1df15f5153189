import type { SgNode } from '@ast-grep/napi';
import type { AwsModule } from '../../core/facts/aws-clients.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { isBelow } from '../../core/template/paths.ts';
import { awsConstructionsIn, configsIn } from '../../edit/python/aws-clients.ts';
import { namesIn } from '../../edit/python/names.ts';
import { briefly, placeOf } from '../../edit/python/nodes.ts';
import { suppressionAt } from '../../edit/suppressions.ts';

const imports = /^[ \t]*(?:import|from)[ \t]+(?:boto3|botocore)\b/m;
const makes = /\bConfig\b|\b(?:client|resource|create_client)\s*\(/;
const defaults =
	/\bset_default_client_config\b|\bbotocore_session\s*=|["']AWS_(?:MAX_ATTEMPTS|RETRY_MODE|DEFAULTS_MODE)["']/;

const silenced = {
	ids: ['5.4', 'lambda-limits', 'lambda-limits/sdk-budget'],
	codes: [],
};

/** The name of the function of the module that a node stands in. */
const functionAround = (node: SgNode): string | null => {
	const outermost = node
		.ancestors()
		.findLast(ancestor => ['function_definition', 'class_definition'].includes(String(ancestor.kind())));
	return outermost?.kind() === 'function_definition' ? (outermost.field('name')?.text() ?? null) : null;
};

/** AWS clients in code that a template deploys as a Lambda function; other files are not parsed. */
export default defineFileGatherer({
	fact: 'awsClients',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	needs: ['functions'],
	optionsFor: (path, { functions }) =>
		functions.codeDirectories.some(directory => isBelow(path, directory)) ||
		functions.functions.some(({ handlerFile }) => handlerFile === path)
			? true
			: null,
	extract(file, engines): AwsModule | null {
		const { text } = file;
		const setsDefaults = defaults.test(text);
		const uses = imports.test(text) && makes.test(text);
		if (!uses) return setsDefaults ? { clients: [], configs: {}, setsDefaults } : null;
		const broken = engines.syntaxError(file);
		if (broken) throw broken;
		const root = engines.python(file);
		const names = namesIn(root);
		const clients = awsConstructionsIn(root, names).map(({ call, service, config }) => {
			const at = placeOf(file.path, file.lineStarts, call);
			return {
				at,
				code: briefly(call.text()),
				suppression: suppressionAt(file, at.line, at.endLine, silenced),
				service,
				config,
				within: functionAround(call),
			};
		});
		const configs = configsIn(root, names);
		return clients.length > 0 || setsDefaults || Object.keys(configs).length > 0
			? { clients, configs, setsDefaults }
			: null;
	},
});
