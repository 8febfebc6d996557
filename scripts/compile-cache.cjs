'use strict';
// Compiled code is kept between starts, of this process and of the Node processes it starts: half a second of each of them.

const { enableCompileCache } = require('node:module');
const path = require('node:path');

process.env.NODE_COMPILE_CACHE ??= path.join(__dirname, '..', '.cache', 'compiled');
enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
