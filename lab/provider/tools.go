//go:build tools

// Package provider pins the build of the Docker provider for machines that cannot reach Terraform's
// registry: go.sum holds the digest of every module that goes into it.
package provider

import _ "github.com/terraform-providers/terraform-provider-docker"
