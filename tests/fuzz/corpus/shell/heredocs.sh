cat <<-EOF
	  two
	three
	EOF
cat <<EOF

  a
$x
EOF
