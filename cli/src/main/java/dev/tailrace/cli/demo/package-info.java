/** The main job, told step by step against a real server. */
@NullMarked
package dev.tailrace.cli.demo;

import org.jspecify.annotations.NullMarked;
