import { defineFileGatherer } from '../../core/gather.ts';
import { readInputUse } from '../../edit/python/input-use.ts';

/** Cheap signs that a file takes input from outside, or reads tokens. */
const signs =
	/\bjwt\b|\brequest\.(?:json|form|args|values|get_json|body|GET|POST)\b|\.current_event\b|["'][Aa]uthorization["']|@\w+(?:\.\w+)*\.(?:get|post|put|patch|delete|route)\(\s*["']\/|\bAPIRouter\(|\bFastAPI\(|\bbefore_request\b|DEFAULT_(?:AUTHENTICATION|PERMISSION)_CLASSES|\bevent\s*(?:\[|\.get\()/;

export default defineFileGatherer({
	fact: 'inputUse',
	version: 1,
	wave: 'code',
	wants: path => path.endsWith('.py') && !/(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(path),
	extract(file, engines) {
		if (!signs.test(file.text) || engines.syntaxError(file)) return null;
		const use = readInputUse(file, engines.python(file));
		const says =
			use.tokens.length > 0 ||
			use.raw.length > 0 ||
			use.sinks.length > 0 ||
			use.authorization !== null ||
			use.central !== null ||
			use.serves;
		return says || use.validates ? use : null;
	},
});
